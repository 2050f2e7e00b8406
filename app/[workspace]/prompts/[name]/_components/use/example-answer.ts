import type { VersionDetail } from "@/lib/registry/queries/versions";
import { writeEnvelope, writeTemplates } from "@/lib/runtime/body";

type ExampleTarget = { environment: string; promptId: string };

/** What resolve answers for a released version when no variables are sent: the same bytes, indented. */
export function writeExampleAnswer(detail: VersionDetail, { environment, promptId }: ExampleTarget): string {
  const { prompt: name, id: versionId, version, contentHash, content, expanded } = detail;
  const record = { promptId, name, environment, versionId, version, contentHash, content: expanded ?? content };
  const assignment = { reason: "release", experimentId: null, variant: null } as const;
  const { text } = writeTemplates(record, "messages", writeEnvelope(record, assignment, false));
  return JSON.stringify(JSON.parse(text), null, 2);
}

import type { VersionDetail } from "@/lib/registry/queries/versions";
import { writeEnvelope, writeUnfilled } from "@/lib/runtime/body";
import { compileContent } from "@/lib/template/render";

type ExampleTarget = { environment: string; promptId: string };

/** Returns the resolve response for a released version without variables, indented by two spaces. */
export function writeExampleAnswer(detail: VersionDetail, { environment, promptId }: ExampleTarget): string {
  const { prompt: name, id: versionId, version, contentHash, content, expanded } = detail;
  const record = { promptId, name, environment, versionId, version, contentHash, content: expanded ?? content };
  const assignment = { reason: "release", experimentId: null, variant: null } as const;
  const { before, after } = writeEnvelope(record, "messages", { assignment, isStale: false });
  const text = before + writeUnfilled(record, "messages", () => compileContent(record.content)) + after;
  return JSON.stringify(JSON.parse(text), null, 2);
}

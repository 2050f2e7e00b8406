import { can } from "@/lib/auth/authorize";
import { listModelOptions } from "@/lib/evaluation/models/queries";
import { listSampleSets } from "@/lib/evaluation/samples/queries";
import { countSnippetUses } from "@/lib/registry/queries/snippet-uses";
import { listSnippetNames, listSnippets, wantedSnippets } from "@/lib/registry/queries/snippets";
import { getVersionOrThrow, listVersions } from "@/lib/registry/queries/versions";
import { snippetNames } from "@/lib/template/expand";
import type { TabProps } from "../tab-props";
import { Editor } from "./editor";
import type { EditSetup } from "./setup";

/** The version `?from=` asks for, when there can be one. */
function olderVersion(from: string | string[] | undefined, latest: number): number | null {
  const number = Number(from);
  return typeof from === "string" && Number.isInteger(number) && number >= 1 && number < latest ? number : null;
}

function whyReadOnly({ actor, prompt }: TabProps): string | null {
  if (prompt.archivedAt) return "";
  if (can(actor, "prompt:write")) return null;
  return `You can read and preview this prompt. To change it you need the role editor; yours is ${actor.role}.`;
}

/** The prompt's newest version, or the one in the address, to be edited. */
export async function EditTab(props: TabProps) {
  const { actor, workspace, prompt, environments, query } = props;
  const older = olderVersion(query.from, prompt.latestVersion);
  const canRun = can(actor, "playground:run");
  const [base, { items }, names, samples, models] = await Promise.all([
    getVersionOrThrow(actor, prompt.name, older ?? prompt.latestVersion),
    listVersions(actor, prompt.name, { limit: 1, draftCopy: "main" }),
    listSnippetNames(actor),
    listSampleSets(actor, prompt.name, { limit: 100 }),
    canRun ? listModelOptions(actor) : [],
  ]);
  const current = snippetNames(base.content).map((name) => ({ name }));
  const snippets = await listSnippets(actor, [...wantedSnippets(base.content), ...current]);
  const [first] = environments;
  const setup: EditSetup = {
    workspace,
    prompt: { id: prompt.id, name: prompt.name },
    userId: actor.userId,
    base: { version: base.version, content: base.content },
    latest: { version: items[0]?.version ?? prompt.latestVersion, author: items[0]?.author.name ?? "" },
    isFromOlder: older !== null,
    snippets,
    snippetNames: names.filter((name) => name !== prompt.name),
    ...{ sampleSets: samples.items, models, canRun, canKeepSamples: can(actor, "suite:write") },
    uses: base.content.type === "text" ? await countSnippetUses(actor, prompt.name) : 0,
    readOnly: whyReadOnly(props),
    firstEnvironment: first && !first.isProtected && can(actor, "prompt:promote", first) ? first.name : null,
  };
  return <Editor key={`${prompt.id} ${older ?? "latest"}`} setup={setup} />;
}

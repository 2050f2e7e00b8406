import { notFound } from "next/navigation";
import { can } from "@/lib/auth/authorize";
import { env } from "@/lib/core/env";
import { isAppError } from "@/lib/core/errors";
import { readImageHosts } from "@/lib/core/image-hosts";
import { isPristine } from "@/lib/editing/draft/draft-form";
import type { Base, EditSetup, ServerDraft } from "@/lib/editing/draft/setup";
import { findStandIn, listModelOptions } from "@/lib/evaluation/models/queries";
import { listSampleSets } from "@/lib/evaluation/samples/queries";
import type { DraftCopyView } from "@/lib/registry/draft-copy-views";
import { listGatePolicies } from "@/lib/registry/gate/queries/policies";
import { getDraftCopyOrThrow } from "@/lib/registry/queries/draft-copies";
import { countSnippetUses } from "@/lib/registry/queries/snippet-uses";
import { listSnippetNames, listSnippets, snippetReferences } from "@/lib/registry/queries/snippets";
import { getVersionOrThrow } from "@/lib/registry/queries/versions";
import { getWorkingDraft, listWorkingDrafts } from "@/lib/registry/queries/working-drafts";
import { findOwnSharedText } from "@/lib/registry/shared-draft/queries";
import { snippetNames } from "@/lib/template/expand";
import { Editor } from "./_components/edit/editor";
import { openTab, type PromptPageProps, type TabProps } from "./_components/open-prompt";

/** Returns the version in `?from=` if it is older than the newest one. Null otherwise. */
function olderVersion(from: string | string[] | undefined, latest: number): number | null {
  const number = Number(from);
  return typeof from === "string" && Number.isInteger(number) && number >= 1 && number < latest ? number : null;
}

function whyReadOnly({ actor, prompt }: TabProps, copy: DraftCopyView | null): string | null {
  if (prompt.archivedAt) return "";
  if (copy && copy.status !== "open") return "";
  if (can(actor, "prompt:write")) return null;
  return `You can read and preview this prompt. To change it you need the role editor; yours is ${actor.role}.`;
}

/** Loads the draft copy in the URL. Answers 404 if it does not exist. */
async function findCopy({ actor, prompt }: TabProps, id: string): Promise<DraftCopyView> {
  return getDraftCopyOrThrow(actor, prompt.name, id).catch((error: unknown) => {
    if (isAppError(error) && error.code === "not_found") notFound();
    throw error;
  });
}

/** Returns the person's unsaved draft with its start version. Null without one, or if a version has the same text. */
async function loadKept({ actor, prompt }: TabProps, copy: DraftCopyView | null, latest: Base, from: number | null) {
  const scope = { name: prompt.name, draftCopyId: copy?.id ?? null };
  const draft = await getWorkingDraft(actor, { ...scope, ...(from !== null && { baseVersion: from }) });
  if (!draft || isPristine(latest, draft.form)) return null;
  const { baseVersion: version, seenVersion: seen, form, id, revision, tab, at } = draft;
  const base = version === latest.version ? latest : await getVersionOrThrow(actor, prompt.name, version);
  const kept: ServerDraft = {
    base: { version, content: base.content },
    seen,
    draft: form,
    tab,
    at: Date.parse(at),
    head: { id, revision },
  };
  return kept;
}

/** The editor of a prompt: its messages, variables and model. */
export default async function EditPage(page: PromptPageProps) {
  const props = await openTab(page, "edit");
  const { actor, workspace, prompt, environments, query } = props;
  const copy = typeof query.copy === "string" ? await findCopy(props, query.copy) : null;
  const newest = copy?.headVersion ?? prompt.latestVersion;
  const older = olderVersion(query.from, newest);
  const canRun = can(actor, "playground:run");
  const [latest, chosen, drafts, names, samples, gates, standIn] = await Promise.all([
    getVersionOrThrow(actor, prompt.name, newest),
    older === null ? null : getVersionOrThrow(actor, prompt.name, older),
    listWorkingDrafts(actor, { name: prompt.name, draftCopyId: copy?.id ?? null }, { limit: 50 }),
    listSnippetNames(actor),
    listSampleSets(actor, prompt.name, { limit: 100 }),
    listGatePolicies(actor, prompt.name),
    findStandIn(actor),
  ]);
  const { version, content } = chosen ?? latest;
  const kept = await loadKept(props, copy, { version, content }, older);
  const readOnly = whyReadOnly(props, copy);
  const place = { name: prompt.name, draftCopyId: copy?.id ?? null, baseVersion: version };
  const shared = kept || readOnly !== null ? null : await findOwnSharedText(actor, place);
  const contents = [content, ...(kept && kept.base.version !== version ? [kept.base.content] : [])];
  const snippetRefs = contents.flatMap((one) => [
    ...snippetReferences(one),
    ...snippetNames(one).map((name) => ({ name })),
  ]);
  const [first] = environments;
  const mayUse =
    first && !copy && !first.isProtected && first.requiredApprovals === 0 && can(actor, "prompt:promote", first);
  const setup: EditSetup = {
    workspace,
    prompt: { id: prompt.id, name: prompt.name },
    userId: actor.userId,
    copy: copy && { id: copy.id, name: copy.name, status: copy.status },
    base: { version, content },
    latest: { version: latest.version, author: latest.author.name },
    isFromOlder: older !== null,
    kept,
    shared: shared && { id: shared.id, draft: shared.form },
    drafts: drafts.items,
    snippets: await listSnippets(actor, snippetRefs),
    snippetNames: names.filter((name) => name !== prompt.name),
    sampleSets: samples.items,
    models: canRun ? listModelOptions(actor) : Promise.resolve([]),
    standIn,
    canRun,
    canKeepSamples: can(actor, "suite:write"),
    uses: content.type === "text" && !copy ? await countSnippetUses(actor, prompt.name) : 0,
    readOnly,
    firstEnvironment: mayUse ? first.name : null,
    imageHosts: readImageHosts(env().IMAGE_HOSTS),
    evaluatedFor: copy ? [] : gates.filter(({ runOnSave }) => runOnSave).map(({ environment }) => environment),
  };
  return <Editor key={`${prompt.id} ${copy?.id ?? ""} ${older ?? "latest"}`} setup={setup} />;
}

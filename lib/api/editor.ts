import { z } from "zod";
import type { UserActor } from "@/lib/auth/actor";
import { parseInput } from "@/lib/core/validation";
import { leavePrompt, notePresence } from "@/lib/registry/commands/note-presence";
import { dropWorkingDraft, keepWorkingDraft, setAsideDraft } from "@/lib/registry/commands/working-drafts";
import { getLiveMark } from "@/lib/registry/queries/live-mark";
import { listPresences, type PresenceView } from "@/lib/registry/queries/presences";
import { listVersions } from "@/lib/registry/queries/versions";
import { getDraftHead, getWorkingDraft, type WorkingDraftView } from "@/lib/registry/queries/working-drafts";
import { promptName, versionNumber } from "@/lib/registry/schema";
import { findSharedDraft, type SharedDraftOffer } from "@/lib/registry/shared-draft/queries";
import { type DraftHead, draftForm, draftHead, tabId, workingDraftLimits } from "@/lib/registry/working-draft";
import { readJsonBody } from "./body";
import { answerOwnPage, type FindActor } from "./own-page";

const seenVersion = versionNumber;
const write = z.discriminatedUnion("do", [
  z.strictObject({
    do: z.literal("keep"),
    form: draftForm,
    seenVersion,
    over: draftHead.nullable(),
    setAside: z.boolean().optional(),
  }),
  z.strictObject({ do: z.literal("set aside"), form: draftForm, seenVersion }),
  z.strictObject({ do: z.literal("drop"), head: draftHead }),
]);

const exchangeInput = z.strictObject({
  name: promptName,
  /** The edited draft copy; null means the prompt itself. */
  draftCopyId: z.uuid().nullable(),
  /** The version from which the tab's text started. */
  baseVersion: versionNumber,
  tab: tabId,
  /** The newest draft that the tab knows, written by it or by another tab. A different one is sent to the tab. */
  knows: draftHead.nullable(),
  presence: z.strictObject({ isEditing: z.boolean(), place: z.string().max(100) }).nullable(),
  write: write.optional(),
});

/** The request of an open editor. `presence` null means that the tab closes. */
export type EditorExchange = z.input<typeof exchangeInput>;

/** The response to an editor. */
export type EditorAnswer = {
  /** Whether the write was done; null if there was none. */
  done: boolean | null;
  /** The draft written by `keep`. */
  kept: DraftHead | null;
  /** The current draft of this version; null if there is none. */
  head: DraftHead | null;
  /** The current draft, if the tab does not know it. */
  newerDraft: WorkingDraftView | null;
  others: PresenceView[];
  /** The shared draft of this version; null if there is none. */
  shared: SharedDraftOffer | null;
  /** The newest version of the prompt or draft copy. */
  latest: { version: number; author: string } | null;
  /** Changes whenever another version goes live. */
  liveMark: string;
};

// The draft, plus the escapes of JSON inside JSON.
const bodyLimitBytes = 2 * workingDraftLimits.bytes;

/** Handles one request of an open editor: stores its draft and presence, and returns the changes of others. */
export async function exchange(actor: UserActor, input: EditorExchange): Promise<EditorAnswer> {
  const { write, presence, tab, knows, ...scope } = parseInput(exchangeInput, input);
  const { name, draftCopyId, baseVersion } = scope;
  const outcome = write ? await carryOut(actor, { ...scope, tab }, write) : null;
  if (presence) await notePresence(actor, { name, draftCopyId, tab, ...presence });
  else await leavePrompt(actor, { name, tab });
  const [head, others, shared, { items }, liveMark] = await Promise.all([
    getDraftHead(actor, scope),
    presence ? listPresences(actor, name) : [],
    findSharedDraft(actor, scope),
    listVersions(actor, name, { limit: 1, draftCopy: draftCopyId ?? "main" }),
    getLiveMark(actor, name),
  ]);
  const isNews = head && head.tab !== tab && !isSame(head, knows) && !isSame(head, outcome?.head ?? null);
  const [newest] = items;
  return {
    done: outcome?.isDone ?? null,
    kept: outcome?.head ?? null,
    head: head && { id: head.id, revision: head.revision },
    newerDraft: isNews || outcome?.isDone === false ? await getWorkingDraft(actor, { ...scope, baseVersion }) : null,
    others,
    shared,
    latest: newest ? { version: newest.version, author: newest.author.name } : null,
    liveMark,
  };
}

const isSame = (one: DraftHead, other: DraftHead | null) =>
  other !== null && one.id === other.id && one.revision === other.revision;

type EditorScope = { name: string; draftCopyId: string | null; baseVersion: number; tab: string };
type Write = z.output<typeof write>;
type Outcome = { isDone: boolean; head: DraftHead | null };

async function carryOut(actor: UserActor, place: EditorScope, write: Write): Promise<Outcome> {
  switch (write.do) {
    case "drop":
      return { isDone: await dropWorkingDraft(actor, { name: place.name, head: write.head }), head: null };
    case "set aside": {
      const { form, seenVersion } = write;
      await setAsideDraft(actor, { ...place, form, seenVersion });
      return { isDone: true, head: null };
    }
    case "keep": {
      const { do: _, ...draft } = write;
      const head = await keepWorkingDraft(actor, { ...place, ...draft });
      return { isDone: head !== null, head };
    }
  }
}

/**
 * Answers a request of an editor. Accepts only requests from our own pages by members of the workspace. Never throws.
 */
export async function answerEditor(request: Request, workspace: string, findActor: FindActor): Promise<Response> {
  return answerOwnPage(request, workspace, findActor, async ({ actor, incoming, headers }) => {
    const body = await readJsonBody(incoming, { limitBytes: bodyLimitBytes, isOptional: false });
    return Response.json(await exchange(actor, body as EditorExchange), { headers });
  });
}

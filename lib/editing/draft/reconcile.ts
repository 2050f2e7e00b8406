import type { DraftHead } from "@/lib/registry/working-draft";
import type { Draft } from "./draft";
import { draftKey, isPristine } from "./draft-form";
import type { StoredDraft } from "./draft-store";
import type { Base, ServerDraft } from "./setup";

/** Another text to merge with the one in the editor. `head` null: it is from this browser. */
export type OtherDraft = {
  draft: Draft;
  head: DraftHead | null;
  tab: string;
  at: number;
  /** The last common text of both. Default: the version they started from. */
  common?: Draft | undefined;
};

/** The initial state of an editor. */
export type Reconciled = {
  /** The text to show: the server's draft, this browser's draft, or the unchanged version. */
  from: "server" | "browser" | "version";
  browser: StoredDraft | null;
  /** The server's draft that the shown text continues. Null: none. */
  over: DraftHead | null;
  /** Another text on the same version. The user has to decide. */
  other: OtherDraft | null;
  /** Other texts of this browser, to be set aside on the server. */
  aside: StoredDraft[];
  /** Texts of this browser that the server or a version already has. */
  spent: StoredDraft[];
};

type Input = {
  server: ServerDraft | null;
  /** The shared draft that the page opens with. */
  shared?: Draft | undefined;
  /** The drafts of this browser that the server does not have, newest first. */
  browser: readonly StoredDraft[];
  /** The version that the page shows. */
  base: Base;
  /** The page shows an older version on purpose. Drafts of other versions are ignored. */
  isFromOlder: boolean;
};

/**
 * Chooses the text to show when an editor opens. The newest text is shown, a conflicting text on the same version is
 * offered, others are set aside. Typed text is dropped only if it is stored elsewhere. Pure.
 */
export function reconcile({ server, shared, browser, base, isFromOlder }: Input): Reconciled {
  const here = isFromOlder ? browser.filter((one) => one.base.version === base.version) : browser;
  const isHeld = (one: StoredDraft): boolean =>
    isPristine(one.base, one.draft) ||
    isPristine(base, one.draft) ||
    (shared !== undefined && draftKey(shared) === draftKey(one.draft)) ||
    (server?.base.version === one.base.version && draftKey(server.draft) === draftKey(one.draft));
  const spent = here.filter(isHeld);
  const [newest, ...aside] = here.filter((one) => !isHeld(one));
  const fromServer = { from: server ? "server" : "version", over: server?.head ?? null } as const;
  if (!newest) return { ...fromServer, browser: null, other: null, aside, spent };
  if (!server) return { from: "browser", browser: newest, over: null, other: null, aside, spent };
  if (server.base.version !== newest.base.version) {
    if (newest.at < server.at) return { ...fromServer, browser: null, other: null, aside: [newest, ...aside], spent };
    return { from: "browser", browser: newest, over: null, other: null, aside, spent };
  }
  const { head, draft, tab, at } = server;
  if (goesOn(newest, server)) return { from: "browser", browser: newest, over: head, other: null, aside, spent };
  if (newest.at < at) {
    const other = { draft: newest.draft, head: null, tab: newest.tab ?? "", at: newest.at };
    return { ...fromServer, browser: newest, other, aside, spent };
  }
  return { from: "browser", browser: newest, over: head, other: { draft, head, tab, at }, aside, spent };
}

/** Whether a text is based on the server's draft: it continues that draft, or the same page wrote both. */
function goesOn({ over, tab }: StoredDraft, { head, tab: writer }: ServerDraft): boolean {
  return (over?.id === head.id && over.revision === head.revision) || (tab !== undefined && tab === writer);
}

import type { DraftHead } from "@/lib/registry/working-draft";
import type { Draft } from "./draft";
import { draftKey, isPristine } from "./draft-form";
import type { StoredDraft } from "./draft-store";
import type { Base, ServerDraft } from "./setup";

/** The text that stands beside the one being edited, to be brought together with it. `head` null: this browser's. */
export type OtherDraft = {
  draft: Draft;
  head: DraftHead | null;
  tab: string;
  at: number;
  /** The last text that both went on from; without it, the version they started from. */
  common?: Draft | undefined;
};

/** What an editor opens with. */
export type Reconciled = {
  /** What is shown: the server's draft, this browser's, or the version as it stands. */
  from: "server" | "browser" | "version";
  browser: StoredDraft | null;
  /** The server's draft that the shown one goes on from; null when there is none. */
  over: DraftHead | null;
  /** Another text on the same version, to be decided about. */
  other: OtherDraft | null;
  /** Texts of this browser that give way: to be kept on the server beside the one in work. */
  aside: StoredDraft[];
  /** Texts of this browser that the server or a version holds already. */
  spent: StoredDraft[];
};

type Input = {
  server: ServerDraft | null;
  /** What this browser could not tell the server, newest first. */
  browser: readonly StoredDraft[];
  /** The version the page shows. */
  base: Base;
  /** The page asks for an older version: drafts on others are left where they are. */
  isFromOlder: boolean;
};

/**
 * Which text wins when an editor opens: the newest one is shown, one that stands against it on the same version is
 * offered, others are kept aside. Nothing that somebody typed is dropped unless it is held elsewhere. Pure.
 */
export function reconcile({ server, browser, base, isFromOlder }: Input): Reconciled {
  const here = isFromOlder ? browser.filter((one) => one.base.version === base.version) : browser;
  const isHeld = (one: StoredDraft) =>
    isPristine(one.base, one.draft) ||
    isPristine(base, one.draft) ||
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

/** Whether a text was written after the server's by somebody who had seen it: over it, or later in the same page. */
function goesOn({ over, tab }: StoredDraft, { head, tab: writer }: ServerDraft): boolean {
  return (over?.id === head.id && over.revision === head.revision) || (tab !== undefined && tab === writer);
}

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { useLatest } from "@/components/ui/use-latest";
import type { EditorAnswer } from "@/lib/api/editor";
import type { Draft, DraftVariable } from "@/lib/editing/draft/draft";
import { toDraft } from "@/lib/editing/draft/draft-content";
import { DraftKeeper, type Opening } from "@/lib/editing/draft/draft-keeper";
import { type DraftAction, editDraft } from "@/lib/editing/draft/draft-reducer";
import { forgetDraft, readDrafts, type StoredDraft } from "@/lib/editing/draft/draft-store";
import { createRoundSender, type EditorPresence } from "@/lib/editing/draft/exchange";
import { quiet } from "@/lib/editing/draft/keeper-state";
import { withoutOpenTabs } from "@/lib/editing/draft/open-tabs";
import { reconcile } from "@/lib/editing/draft/reconcile";
import type { Base, EditSetup, NewerVersion, Origin } from "@/lib/editing/draft/setup";
import { newTabName } from "@/lib/editing/draft/tab-name";
import type { PresenceView } from "@/lib/registry/queries/presences";
import type { SharedDraftOffer } from "@/lib/registry/shared-draft/queries";
import type { DraftHead } from "@/lib/registry/working-draft";
import type { EditorSession } from "./shared/editor-session";
import { useKeepGoing } from "./use-keep-going";

const startOf = ({ kept, shared, base, latest }: EditSetup) =>
  kept
    ? { origin: { base: kept.base, seen: kept.seen }, draft: kept.draft }
    : { origin: { base, seen: latest.version }, draft: shared?.draft ?? toDraft(base.content) };

const unwritten: Opening = { head: null, isHeld: false };

/**
 * Returns the draft and the other people here. Edits are stored in this browser, and on the server after a short delay.
 */
export function useDraft(setup: EditSetup) {
  const { workspace, prompt, userId, copy, kept, readOnly } = setup;
  const [origin, setOrigin] = useState<Origin>(() => startOf(setup).origin);
  const [draft, reduce] = useReducer(editDraft, setup, (from) => startOf(from).draft);
  /** The shared draft that this tab takes part in. While it is set, it determines the draft on the screen. */
  const live = useRef<EditorSession | null>(null);
  const rendered = useLatest(draft);
  const dispatch = useCallback(
    (action: DraftAction) => (live.current ? live.current.edit(action) : reduce(action)),
    [],
  );
  const show = useCallback((next: Draft) => reduce({ do: "replace", draft: next }), []);
  const [shared, setShared] = useState<SharedDraftOffer | null>(null);
  const [state, setState] = useState(quiet);
  const [others, setOthers] = useState<readonly PresenceView[]>([]);
  const [newest, setNewest] = useState<NewerVersion | null>(null);
  /** When the restored draft was last written. Null if the notice about it is hidden. */
  const [restoredAt, setRestoredAt] = useState<number | null>(kept && readOnly === null ? kept.at : null);
  /** Incremented when another draft of the person was set aside or discarded. */
  const [asides, setAsides] = useState(0);
  const settled = useSettled(draft, 150);
  const [place] = useState(() => ({ promptId: prompt.id, userId, copy: copy?.id ?? null }));
  const where = useRef<EditorPresence>({ isEditing: false, place: "" });
  /**
   * A text that was opened and is not rendered yet. Until it is, the old text on the screen does not count as an edit.
   */
  const opening = useRef<Draft | null>(null);
  /**
   * The shared text that the page opened with. `id` null: a text of this browser, which the shared draft may have by
   * now. Null once another text was opened.
   */
  const openedShared = useRef<{ id: string | null; draft: Draft } | null>(kept ? null : setup.shared);

  const router = useRouter();
  const liveMark = useRef<string | null>(null);
  const [keeper] = useState(() => {
    const tab = typeof window === "undefined" ? "server.page" : newTabName();
    const scope = { name: prompt.name, draftCopyId: place.copy, tab };
    const options = {
      place,
      tab,
      store: () => localStorage,
      now: () => Date.now(),
      onState: setState,
      onAside: () => setAsides((count) => count + 1),
      send: createRoundSender(workspace, scope, where),
      onFollow: (next: Draft, over: Draft) => {
        openedShared.current = null;
        reduce({ do: "replace", draft: next, over });
      },
      onAnswer: (answer: EditorAnswer) => {
        // The page shows what is live above the text.
        if (liveMark.current !== null && liveMark.current !== answer.liveMark) router.refresh();
        liveMark.current = answer.liveMark;
        setShared((before) => (JSON.stringify(before) === JSON.stringify(answer.shared) ? before : answer.shared));
        setOthers((before) => (JSON.stringify(before) === JSON.stringify(answer.others) ? before : answer.others));
        setNewest((before) => (before?.version === answer.latest?.version ? before : answer.latest));
      },
    };
    return new DraftKeeper(options, startOf(setup).origin, startOf(setup).draft);
  });

  /** Opens another text in the editor. Its own draft and those in `gone` are deleted once the text is stored. */
  const open = useCallback(
    (
      next: Origin,
      text: Draft,
      how: Opening = unwritten,
      gone: readonly (DraftHead | null)[] = [],
      from = rendered.current,
    ) => {
      setOrigin(next);
      openedShared.current = null;
      if (live.current) {
        live.current.change(from, text);
        void live.current.moveTo(next.base.version);
      } else {
        opening.current = text;
        reduce({ do: "replace", draft: text });
      }
      keeper.moveTo(next, text, how, gone);
    },
    [keeper, rendered],
  );

  const isRead = useRef(false);
  /** Resolves when the drafts of this browser are opened. Nothing is sent before. */
  const isOpened = useRef(Promise.resolve());
  const heldAt = useRef(0);
  const [older, setOlder] = useState<StoredDraft | null>(null);
  useEffect(() => {
    if (isRead.current) return;
    isRead.current = true;
    const start = startOf(setup);
    const isHeld = kept !== null || setup.shared !== null;
    keeper.open(start.origin, start.draft, { head: kept?.head ?? null, isHeld });
    if (readOnly !== null) return;
    const drafts = readDrafts(localStorage, place);
    if (drafts.length === 0) return;
    const shown = rendered.current;
    const openFound = (browser: StoredDraft[]) => {
      const { base, isFromOlder } = setup;
      const found = reconcile({ server: kept, shared: setup.shared?.draft, browser, base, isFromOlder });
      for (const spent of found.spent) forgetDraft(localStorage, place, spent);
      const { other, browser: held, over } = found;
      const aside = [...found.aside];
      if (held && rendered.current !== shown) {
        aside.unshift(held); // the person began to type
      } else if (held && found.from === "browser") {
        open({ base: held.base, seen: held.seen }, held.draft, { head: over, isHeld: false, other });
        openedShared.current = { id: null, draft: held.draft };
        keeper.holdInBrowser(); // stored under this page's name before the old entry is removed
        forgetDraft(localStorage, place, held);
        setRestoredAt(held.at);
      } else if (held && kept) {
        keeper.open(start.origin, start.draft, { head: over, isHeld: true, other });
        setOlder(held); // stays in this browser until the person decides
      }
      void (async () => {
        for (const one of aside) if (await keeper.setAside(one.draft, one)) forgetDraft(localStorage, place, one);
      })();
    };
    isOpened.current = withoutOpenTabs(drafts, navigator.locks)
      .then(openFound)
      .catch((error: unknown) => console.error(error)); // they stay in this browser, and the page sends its own draft
  }, [setup, kept, readOnly, keeper, place, open, rendered]);

  useEffect(() => {
    if (opening.current !== null && opening.current !== draft) return;
    opening.current = null;
    keeper.edit(draft);
    // Stored immediately, in case the machine stops. While a person types, at most every 150 ms and after each pause.
    if (Date.now() - heldAt.current < 150) return;
    keeper.holdInBrowser();
    heldAt.current = Date.now();
  }, [keeper, draft]);
  useEffect(() => {
    if (settled) keeper.holdInBrowser();
  }, [keeper, settled]);
  const keepGoing = useKeepGoing({ keeper, draft, setup, where, isOpened });

  /** Deletes the other draft of this browser, once it is stored on the server or merged. */
  const forgetOlder = useCallback(() => {
    if (older) forgetDraft(localStorage, place, older);
    setOlder(null);
  }, [older, place]);

  /** Discards the changes and starts again from a version. */
  const startFrom = useCallback(
    (next: Origin["base"], seen: number) => {
      open({ base: next, seen }, toDraft(next.content), unwritten, [keeper.head]);
      setRestoredAt(null);
    },
    [open, keeper],
  );

  /** Called after `text` was saved as a version. Later edits continue from that version. */
  const saved = useCallback(
    (version: Base, text: Draft, variables: DraftVariable[]) => {
      const pins = version.content.snippets ?? [];
      setOrigin({ base: version, seen: version.version });
      openedShared.current = null;
      dispatch({ do: "settle", saved: text, variables, pins });
      keeper.saved({ base: version, seen: version.version });
      setRestoredAt(null);
    },
    [keeper, dispatch],
  );

  /** Called after a participant saved the shared draft. Continues from that version. */
  const settleShare = useCallback(
    (next: Origin) => {
      setOrigin(next);
      keeper.moveTo(next, rendered.current, { head: null, isHeld: true }, [keeper.head]);
    },
    [keeper, rendered],
  );

  return {
    saved,
    live,
    show,
    rendered,
    shared,
    openedShared,
    settleShare,
    draft,
    dispatch,
    settled,
    origin,
    open,
    startFrom,
    keeper,
    state,
    others,
    newest,
    keepGoing,
    restoredAt,
    forgetOlder,
    asides,
  };
}

export type DraftState = ReturnType<typeof useDraft>;

/** Returns the value once it has not changed for the given time in milliseconds. */
function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

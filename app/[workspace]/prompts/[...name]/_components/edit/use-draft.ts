import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { diffContents } from "@/lib/registry/diff";
import type { Draft } from "./draft";
import { toContent, toDraft } from "./draft-content";
import { editDraft } from "./draft-reducer";
import { dropDraft, keepDraft, readDraft } from "./draft-store";
import type { Base, EditSetup } from "./setup";
import { useSettled } from "./use-settled";

/** What the draft started from, and the newest version its author knows. */
export type Origin = { base: Base; seen: number };

const hasChanges = (base: Base, draft: Draft) => !diffContents(base.content, toContent(draft).content).isSame;

/** The draft, kept in this browser from one visit to the next. */
export function useDraft({ prompt, userId, base, latest, isFromOlder, readOnly }: EditSetup) {
  const [origin, setOrigin] = useState<Origin>({ base, seen: latest.version });
  const [draft, dispatch] = useReducer(editDraft, base.content, toDraft);
  const [isRestored, setRestored] = useState(false);
  const [isRead, setRead] = useState(false);
  const settled = useSettled(draft, 150);

  useEffect(() => {
    if (readOnly !== null || isRead) return; // once: after a save there is nothing to bring back
    const stored = readDraft(localStorage, prompt.id, userId, isFromOlder ? base.version : undefined);
    if (stored && hasChanges(stored.base, stored.draft)) {
      setOrigin({ base: stored.base, seen: stored.seen });
      dispatch({ do: "replace", draft: stored.draft });
      setRestored(true);
    }
    setRead(true);
  }, [prompt.id, userId, isFromOlder, base.version, readOnly, isRead]);

  const keep = useCallback(
    (current: Draft) => {
      if (!isRead) return;
      if (hasChanges(origin.base, current))
        keepDraft(localStorage, prompt.id, userId, { ...origin, draft: current, at: Date.now() });
      else dropDraft(localStorage, prompt.id, userId, origin.base.version);
    },
    [isRead, origin, prompt.id, userId],
  );
  useEffect(() => keep(settled), [keep, settled]);

  // What was typed in the last moment, when the page is left.
  const last = useRef(() => {});
  last.current = () => keep(draft);
  useEffect(() => {
    const leave = () => last.current();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, []);

  /** Gives up the changes and starts from a version anew. */
  const startFrom = useCallback(
    (next: Base, seen: number) => {
      dropDraft(localStorage, prompt.id, userId, origin.base.version);
      setOrigin({ base: next, seen });
      dispatch({ do: "replace", draft: toDraft(next.content) });
      setRestored(false);
    },
    [origin.base.version, prompt.id, userId],
  );

  return { draft, dispatch, settled, origin, setOrigin, isRestored, setRestored, startFrom };
}

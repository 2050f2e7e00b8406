import { type RefObject, useCallback, useEffect, useRef } from "react";
import type { Draft } from "@/lib/editing/draft/draft";
import type { EditorPresence } from "@/lib/editing/draft/exchange";
import { placeWords } from "@/lib/editing/draft/place-words";

const writingMs = 60_000;

type Input = { draft: Draft; where: RefObject<EditorPresence>; isReadOnly: boolean; onChange: () => void };

/** Tracks where in the editor the person is, and whether they wrote in the last 60 s. Other people see it. */
export function useWhere({ draft, where, isReadOnly, onChange }: Input) {
  const started = useRef(draft);
  const latest = useRef(draft);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    latest.current = draft;
    if (draft === started.current || isReadOnly) return;
    started.current = draft;
    const wasEditing = where.current.isEditing;
    where.current.isEditing = true;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      where.current.isEditing = false;
    }, writingMs);
    if (!wasEditing) onChange();
  }, [draft, isReadOnly, where, onChange]);
  useEffect(() => () => clearTimeout(timer.current), []);

  return useCallback(
    (event: FocusEvent) => {
      const target = event.target as HTMLElement;
      const block = target.closest<HTMLElement>("[data-editor-block]")?.dataset.editorBlock;
      const part = target.closest<HTMLElement>("[data-editor-part]")?.dataset.editorPart ?? "";
      const place = block ? placeWords(latest.current, block) : part;
      if (place === where.current.place) return;
      where.current.place = place;
      onChange();
    },
    [where, onChange],
  );
}

import type { Dispatch, RefObject } from "react";
import type { EditorHandle } from "@/components/editor/editor-types";
import type { Draft } from "@/lib/editing/draft/draft";
import type { DraftAction } from "@/lib/editing/draft/draft-reducer";

type Input = {
  draft: Draft;
  dispatch: Dispatch<DraftAction>;
  handles: RefObject<Map<string, EditorHandle>>;
  isOn: boolean;
};

/** Moves the focused entry with ⌥↑ and ⌥↓. The cursor keeps its position in the text. */
export function useMoveKeys({ draft, dispatch, handles, isOn }: Input) {
  return (event: KeyboardEvent) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (!isOn || step === 0 || !event.altKey || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const target = event.target as HTMLElement;
    const block = target.closest<HTMLElement>("[data-editor-block]");
    const id = block?.dataset.editorBlock ?? "";
    const from = draft.entries.findIndex((entry) => entry.id === id);
    if (!block || from === -1) return;
    event.preventDefault();
    event.stopPropagation(); // before Monaco, which would move the line
    const to = from + step;
    if (to < 0 || to >= draft.entries.length) return;
    const isInText = target.closest(".template-editor, textarea") !== null;
    dispatch({ do: "move entry", id, to });
    // React may remove the block from the page and insert it again, which loses the focus.
    requestAnimationFrame(() => {
      if (isInText) handles.current.get(id)?.focus();
      else if (!block.contains(document.activeElement)) (target.isConnected ? target : block).focus();
      block.scrollIntoView({ block: "nearest" });
    });
  };
}

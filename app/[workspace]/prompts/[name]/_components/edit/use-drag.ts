import { type DragEvent, useState } from "react";

export type DragProps = { isDragged: boolean; start: (event: DragEvent<HTMLElement>) => void; end: () => void };

/** Drag and drop for the items of a list. `gap` is the drop position: 0 is before the first item. */
export function useDrag(move: (id: string, to: number) => void) {
  const [dragged, setDragged] = useState<{ id: string; index: number } | null>(null);
  const [gap, setGap] = useState<number | null>(null);
  const end = () => {
    setDragged(null);
    setGap(null);
  };

  const dragProps = (id: string, index: number): DragProps => ({
    isDragged: dragged?.id === id,
    start(event) {
      const block = event.currentTarget.closest<HTMLElement>("[data-editor-block]");
      if (block) event.dataTransfer.setDragImage(block, 16, 18);
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      setDragged({ id, index });
    },
    end,
  });

  const dropProps = (index: number) => ({
    onDragOver(event: DragEvent<HTMLElement>) {
      if (!dragged) return;
      event.preventDefault();
      const { top, height } = event.currentTarget.getBoundingClientRect();
      setGap(event.clientY < top + height / 2 ? index : index + 1);
    },
    onDrop(event: DragEvent<HTMLElement>) {
      if (!dragged || gap === null) return;
      event.preventDefault();
      move(dragged.id, gap > dragged.index ? gap - 1 : gap);
      end();
    },
  });

  return { gap: dragged ? gap : null, dragProps, dropProps };
}

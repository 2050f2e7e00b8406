"use client";

import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { cn } from "@/components/ui/cn";

/** Where the focus moves after editing a cell. */
export type AfterEdit = "down" | "up" | "next" | "before" | "stay";

export type CellEditorProps = {
  label: string;
  text: string;
  /** The cell below it. */
  anchor: HTMLElement;
  isCode: boolean;
  isRoomy: boolean;
  /** Returns the parse error of the text, or null. */
  check: (text: string) => string | null;
  onCommit: (text: string, after: AfterEdit) => void;
  onCancel: () => void;
};

const margin = 8;

/** A text field over a cell, as large as its text. JSON errors are shown while typing. */
export function CellEditor({ label, text, anchor, isCode, isRoomy, check, onCommit, onCancel }: CellEditorProps) {
  const [value, setValue] = useState(text);
  const field = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const isOver = useRef(false);
  const fault = check(value);
  const [wasTold, setTold] = useState(isCode);

  // Fits the height to the text, stays inside the window, and follows its cell while the grid scrolls.
  useLayoutEffect(() => {
    const place = () => {
      const frame = box.current;
      const area = field.current;
      if (!frame || !area) return;
      const cell = anchor.getBoundingClientRect();
      const width = Math.min(Math.max(cell.width + 1, isRoomy ? 440 : 0), window.innerWidth - 2 * margin);
      frame.style.width = `${width}px`;
      area.style.height = "auto";
      area.style.height = `${Math.min(Math.max(area.scrollHeight, cell.height - 1), window.innerHeight * 0.5)}px`;
      frame.style.left = `${Math.max(margin, Math.min(cell.left - 1, window.innerWidth - width - margin))}px`;
      frame.style.top = `${Math.max(margin, Math.min(cell.top - 1, window.innerHeight - frame.offsetHeight - margin))}px`;
    };
    place();
    window.addEventListener("resize", place);
    window.addEventListener("scroll", place, true);
    return () => {
      window.removeEventListener("resize", place);
      window.removeEventListener("scroll", place, true);
    };
  });
  useEffect(() => {
    const area = field.current;
    area?.focus({ preventScroll: true });
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);

  const end = (act: () => void) => {
    if (isOver.current) return;
    isOver.current = true;
    act();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    const after = afterKey(event);
    if (event.key === "Escape") {
      event.preventDefault();
      end(onCancel);
    } else if (after) {
      event.preventDefault();
      if (fault && event.key === "Enter") setTold(true);
      else end(() => onCommit(value, after));
    }
  };
  return createPortal(
    <div
      ref={box}
      data-typed-ahead="enter"
      className="fixed z-30 overflow-hidden rounded-sm bg-surface-raised shadow-popover outline-2 outline-focus"
    >
      <textarea
        ref={field}
        aria-label={label}
        aria-invalid={(wasTold && fault !== null) || undefined}
        aria-describedby={wasTold && fault ? "cell-fault" : undefined}
        value={value}
        rows={1}
        spellCheck={!isCode}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => end(() => onCommit(value, "stay"))}
        className={cn(
          "block w-full resize-none bg-transparent px-2 py-1.5 text-13 outline-none",
          isCode && "font-mono text-12",
        )}
      />
      {wasTold && fault ? (
        <p id="cell-fault" role="alert" className="border-line border-t px-2 py-1 text-12 text-negative">
          {fault}
        </p>
      ) : null}
    </div>,
    document.body,
  );
}

function afterKey({ key, shiftKey, altKey }: KeyboardEvent): AfterEdit | null {
  if (key === "Tab") return shiftKey ? "before" : "next";
  return key === "Enter" && !shiftKey && !altKey ? "down" : null;
}

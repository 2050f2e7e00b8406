import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { CodeEditor, EditorFold, Monaco } from "./editor-types";

export type Folds = {
  open: ReadonlySet<string>;
  toggle: (id: string) => void;
  /** Whether the item was last opened with the keyboard. If so, the focus moves into it. */
  isKeyed: (id: string) => boolean;
};

const handles = ".template-words-snippet, .template-lens";
const swallowed = ["pointerdown", "mousedown", "touchstart", "touchend"] as const;

/** The items that are open below lines. They open with a click on a chip or after its line, and with Alt+Enter. */
export function useFolds(monaco: Monaco, code: CodeEditor | null, folds: readonly EditorFold[]): Folds {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const latest = useEffectEvent(() => folds);
  const keyed = useRef<string | null>(null);
  const toggle = useCallback((id: string) => {
    keyed.current = null;
    setOpen((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  }, []);

  useEffect(() => {
    const host = code?.getContainerDomNode();
    if (!code || !host) return;
    const handleOf = ({ target }: Event) => (target instanceof Element ? target.closest(handles) : null);
    // Otherwise the editor would place the cursor there, and the chip would become its tag before the click ends.
    const swallow = (event: Event) => {
      if (!handleOf(event)) return;
      event.stopPropagation();
      if (event.type.endsWith("down")) event.preventDefault();
    };
    const click = (event: MouseEvent) => {
      const handle = handleOf(event);
      if (!handle) return;
      const at = code.getTargetAtClientPoint(event.clientX, event.clientY)?.position;
      const fold =
        latest().find(({ lens, line }) => handle.textContent?.trim() === lens && line === at?.lineNumber) ??
        (at && foldAt(latest(), at.lineNumber, at.column));
      if (fold) toggle(fold.id);
    };
    for (const type of swallowed) host.addEventListener(type, swallow, true);
    host.addEventListener("click", click);
    const action = code.addAction({
      id: "snippet",
      label: "Show the text of the snippet",
      keybindings: [monaco.KeyMod.Alt | monaco.KeyCode.Enter],
      run: () => {
        const position = code.getPosition();
        const fold = position && foldAt(latest(), position.lineNumber, position.column);
        if (!fold) return;
        toggle(fold.id);
        keyed.current = fold.id;
      },
    });
    return () => {
      action.dispose();
      for (const type of swallowed) host.removeEventListener(type, swallow, true);
      host.removeEventListener("click", click);
    };
  }, [monaco, code, toggle]);

  const isKeyed = useCallback((id: string) => keyed.current === id, []);
  return { open, toggle, isKeyed };
}

/** Returns the item at a position of a line: the last that starts before it, or else the first of the line. Pure. */
export function foldAt(folds: readonly EditorFold[], line: number, column: number): EditorFold | undefined {
  const here = folds.filter((fold) => fold.line === line);
  return here.findLast((fold) => fold.column <= column) ?? here[0];
}

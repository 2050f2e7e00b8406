"use client";

import type { editor } from "monaco-editor/editor";
import { type ReactNode, useEffect, useEffectEvent, useRef } from "react";

type Props = {
  code: editor.IStandaloneCodeEditor;
  line: number;
  /** The delay before the row takes space (ms). */
  delayMs?: number;
  onShow?: (() => void) | undefined;
  children: ReactNode;
};

/**
 * A row below a line. It is an overlay over the editor, because Monaco hides the content of its view zones from screen
 * readers. A view zone reserves the space and provides the position.
 */
export function EditorRow({ code, line, delayMs = 0, onShow, children }: Props) {
  const row = useRef<HTMLDivElement>(null);
  const show = useEffectEvent(() => onShow?.());

  useEffect(() => {
    const element = row.current;
    if (!element) return;
    const zone: editor.IViewZone = {
      afterLineNumber: line,
      heightInPx: 0,
      domNode: document.createElement("div"),
      onDomNodeTop: (top) => {
        element.style.transform = `translateY(${top + 2}px)`;
        if (element.style.visibility === "visible") return;
        element.style.visibility = "visible";
        show();
      },
    };
    let id: string | null = null;
    const layOut = () => {
      zone.heightInPx = element.offsetHeight + 6;
      code.changeViewZones((zones) => {
        if (id === null) id = zones.addZone(zone);
        else zones.layoutZone(id);
      });
    };
    const observer = new ResizeObserver(layOut);
    const timer = setTimeout(() => observer.observe(element), delayMs);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      // The editor may be disposed before its rows.
      if (id !== null && code.getModel()) code.changeViewZones((zones) => id !== null && zones.removeZone(id));
    };
  }, [code, line, delayMs]);

  return (
    <div ref={row} className="absolute top-0 right-3 left-12 max-md:left-8.5" style={{ visibility: "hidden" }}>
      {children}
    </div>
  );
}

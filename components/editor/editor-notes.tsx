"use client";

import type { editor } from "monaco-editor";
import { useEffect, useRef } from "react";
import type { EditorNote } from "./editor-types";

type CodeEditor = editor.IStandaloneCodeEditor;

// Half-typed things are faults too: a row comes only when the fault stays, so that lines do not jump under the cursor.
const patience = 500;

/**
 * Rows under lines. They lie over the editor, not in it: Monaco hides what is inside its own gaps from screen readers.
 * Monaco keeps a gap open for each and tells where it is.
 */
export function EditorNotes({ code, notes }: { code: CodeEditor; notes: readonly EditorNote[] }) {
  return notes.map((note) => <NoteRow key={note.id} code={code} note={note} />);
}

function NoteRow({ code, note }: { code: CodeEditor; note: EditorNote }) {
  const row = useRef<HTMLDivElement>(null);
  const { line } = note;

  useEffect(() => {
    const element = row.current;
    if (!element) return;
    const zone: editor.IViewZone = {
      afterLineNumber: line,
      heightInPx: 0,
      domNode: document.createElement("div"),
      onDomNodeTop: (top) => {
        element.style.transform = `translateY(${top + 2}px)`;
        element.style.visibility = "visible";
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
    const timer = setTimeout(() => observer.observe(element), patience);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      // The editor may be gone before its rows.
      if (id !== null && code.getModel()) code.changeViewZones((zones) => id !== null && zones.removeZone(id));
    };
  }, [code, line]);

  return (
    <div
      ref={row}
      className="template-note absolute top-0 right-3 left-12 max-md:left-8.5"
      style={{ visibility: "hidden" }}
    >
      {note.content}
    </div>
  );
}

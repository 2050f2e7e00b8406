"use client";

import { EditorRow } from "./editor-row";
import type { CodeEditor, EditorNote } from "./editor-types";

// Incomplete input is a fault too. A note appears only if the fault persists, so that lines do not move while typing.
const delayMs = 500;

/** The notes below lines. */
export function EditorNotes({ code, notes }: { code: CodeEditor; notes: readonly EditorNote[] }) {
  return notes.map((note) => (
    <EditorRow key={note.id} code={code} line={note.line} delayMs={delayMs}>
      <div className="template-note">{note.content}</div>
    </EditorRow>
  ));
}

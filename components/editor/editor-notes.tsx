"use client";

import { EditorRow } from "./editor-row";
import type { CodeEditor, EditorNote } from "./editor-types";

// Half-typed things are faults too: a row comes only when the fault stays, so that lines do not jump under the cursor.
const delayMs = 500;

/** What is said under lines. */
export function EditorNotes({ code, notes }: { code: CodeEditor; notes: readonly EditorNote[] }) {
  return notes.map((note) => (
    <EditorRow key={note.id} code={code} line={note.line} delayMs={delayMs}>
      <div className="template-note">{note.content}</div>
    </EditorRow>
  ));
}

"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import type { EditorHandle, TemplateEditorProps } from "./editor-types";
import { plainField } from "./plain-field";

/** A plain text field with the same text, if the editor cannot load. */
export function PlainEditor({ label, value, onChange, readOnly, notes = [], onHandle, onFocus }: TemplateEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const change = useEffectEvent(onChange);
  const hand = useEffectEvent((handle: EditorHandle | null) => onHandle?.(handle));

  useEffect(() => {
    hand({
      insert(text) {
        const area = field.current;
        if (!area) return;
        area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
        change(area.value);
        area.focus();
      },
      undo() {
        field.current?.focus();
        document.execCommand("undo");
      },
      focus(line) {
        if (line === undefined) return field.current?.focus();
        const at =
          field.current?.value
            .split("\n")
            .slice(0, line - 1)
            .join("\n").length ?? 0;
        field.current?.focus();
        field.current?.setSelectionRange(line > 1 ? at + 1 : 0, line > 1 ? at + 1 : 0);
      },
    });
    return () => hand(null);
  }, []);

  return (
    <>
      <textarea
        ref={field}
        {...plainField({ label, value, onChange, readOnly, onFocus })}
        rows={value.split("\n").length}
        className="field-sizing-content block w-full resize-y bg-transparent px-4 py-2 font-mono text-[13px] leading-[21px] outline-none"
      />
      {notes.map((note) => (
        <div key={note.id} className="template-note mx-3 mb-2">
          <span>Line {note.line}:</span>
          {note.content}
        </div>
      ))}
    </>
  );
}

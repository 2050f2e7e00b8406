"use client";

import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { provideSuggestions } from "./completions";
import { EditorFolds } from "./editor-folds";
import { editorOptions } from "./editor-options";
import { EditorRow } from "./editor-row";
import type { CodeEditor, EditorNote, Monaco, TemplateEditorProps, TextPlace } from "./editor-types";
import { toggleRawTemplates } from "./raw-templates";
import { templateLanguage } from "./template-language";
import { useDecorations } from "./use-decorations";
import { useFolds } from "./use-folds";

type Props = TemplateEditorProps & {
  monaco: Monaco;
  /** Where the person already is in the text. */
  place: TextPlace | null;
};

/** Monaco with the height of its text: the page scrolls, not the editor. */
export function MonacoEditor({ monaco, place, ...props }: Props) {
  const { label, value, readOnly = false, firstLine = 1, notes = [], folds = [] } = props;
  const host = useRef<HTMLDivElement>(null);
  const latest = useEffectEvent(() => props);
  const start = useRef(place);
  // The last value that the page confirmed, and the values typed since. The page may be behind.
  const sent = useRef([value]);
  const [code, setCode] = useState<CodeEditor | null>(null);

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const model = monaco.editor.createModel(latest().value, templateLanguage);
    const made = monaco.editor.create(element, { ...editorOptions(element), model });
    const setHeight = () => {
      element.style.height = `${made.getContentHeight()}px`;
      made.layout();
    };
    const endings = [
      made.onDidContentSizeChange(setHeight),
      made.onDidFocusEditorText(() => latest().onFocus?.()),
      model.onDidChangeContent(() => {
        const text = model.getValue();
        sent.current.push(text);
        if (!latest().live) latest().onChange(text);
      }),
      made.addAction({
        id: "leave",
        label: "Leave the editor",
        keybindings: [monaco.KeyCode.Escape],
        precondition: "editorTextFocus && !suggestWidgetVisible && !editorHasMultipleSelections",
        run: () => element.closest<HTMLElement>("[data-editor-block]")?.focus(),
      }),
      made.addAction({
        id: "raw",
        label: "Show tags as they are written",
        keybindings: [monaco.KeyMod.Alt | monaco.KeyCode.KeyR],
        run: toggleRawTemplates,
      }),
    ];
    const takeBack = provideSuggestions(model, () => latest().suggestions);
    latest().onHandle?.({
      insert: (text) => {
        const selection = made.getSelection();
        if (selection) made.executeEdits("insert", [{ range: selection, text, forceMoveMarkers: true }]);
        made.focus();
      },
      undo: () => {
        made.focus();
        const own = made.getAction("shared.undo");
        if (own) void own.run();
        else made.trigger("page", "undo", null);
      },
      focus: (line) => {
        made.focus();
        if (line !== undefined)
          made.setPosition({ lineNumber: line, column: model.getLineMaxColumn(Math.min(line, model.getLineCount())) });
        element.scrollIntoView({ block: "nearest" });
      },
    });
    setHeight();
    if (start.current) {
      const { start: from, end: to, hasFocus } = start.current;
      made.setSelection(monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to)));
      if (hasFocus) made.focus();
    }
    setCode(made);
    return () => {
      latest().onHandle?.(null);
      takeBack();
      for (const ending of endings) ending.dispose();
      made.dispose();
      model.dispose();
    };
  }, [monaco]);

  useEffect(() => {
    const lineNumbers = firstLine === 1 ? "on" : (line: number) => String(line + firstLine - 1);
    code?.updateOptions({ ariaLabel: label, readOnly, lineNumbers });
  }, [code, label, readOnly, firstLine]);

  useEffect(() => {
    const model = code?.getModel();
    if (!model) return;
    const at = sent.current.lastIndexOf(value);
    sent.current = at === -1 ? [value] : sent.current.slice(at);
    if (at !== -1 || latest().live) return;
    // As an edit operation, so that it can be undone.
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text: value }], () => null);
  }, [code, value]);

  const { live } = props;
  useEffect(() => (code && live ? live(monaco, code) : undefined), [code, live, monaco]);

  const folded = useFolds(monaco, code, folds);
  useDecorations(code, { ...props, open: folded.open });

  return (
    <div className="relative">
      <div ref={host} className="template-editor" />
      {code ? <EditorNotes code={code} notes={notes} /> : null}
      {code ? <EditorFolds code={code} folds={folds} firstLine={firstLine} state={folded} /> : null}
    </div>
  );
}

// Incomplete input is a fault too. A note appears only if the fault persists, so that lines do not move while typing.
const delayMs = 500;

/** The notes below lines. */
function EditorNotes({ code, notes }: { code: CodeEditor; notes: readonly EditorNote[] }) {
  return notes.map((note) => (
    <EditorRow key={note.id} code={code} line={note.line} delayMs={delayMs}>
      <div className="template-note">{note.content}</div>
    </EditorRow>
  ));
}

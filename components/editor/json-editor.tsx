"use client";

import "./editor.css";
import type { editor, languages } from "monaco-editor/editor";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { JsonFault } from "@/lib/editing/json-faults";
import { cn } from "../ui/cn";
import { useFieldProps } from "../ui/field";
import { Textarea } from "../ui/input";
import { editorOptions } from "./editor-options";
import type { Monaco } from "./editor-types";
import { loadMonaco } from "./load-monaco";

export type JsonEditorProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  readOnly?: boolean;
  faults: readonly JsonFault[];
  /** The minimum number of lines. */
  rows: number;
};

const lineHeight = 20;

/** A JSON editor with colours and underlined faults. A plain field until Monaco has loaded, or if it cannot load. */
export function JsonEditor(props: JsonEditorProps) {
  const { label, value, onChange, readOnly, rows } = props;
  const [monaco, setMonaco] = useState<Monaco | null>(null);
  const isTyping = useRef(false);
  useEffect(() => {
    let isGone = false;
    loadMonaco().then(
      // If the user is already typing, the plain field stays.
      (loaded) => isGone || isTyping.current || setMonaco(() => loaded),
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, []);
  if (monaco) return <Inside monaco={monaco} {...props} />;
  return (
    <Textarea
      mono
      aria-label={label}
      rows={rows}
      value={value}
      readOnly={readOnly}
      spellCheck={false}
      onFocus={() => {
        isTyping.current = true;
      }}
      onChange={(event) => onChange(event.target.value)}
      className="text-12"
    />
  );
}

function Inside({
  monaco,
  label,
  value,
  onChange,
  readOnly = false,
  faults,
  rows,
}: JsonEditorProps & { monaco: Monaco }) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useEffectEvent(() => ({ value, onChange }));
  const [code, setCode] = useState<editor.IStandaloneCodeEditor | null>(null);
  const field = useFieldProps({});

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    registerJson(monaco);
    const model = monaco.editor.createModel(latest().value, jsonLanguage);
    model.updateOptions({ tabSize: 2, insertSpaces: true });
    const made = monaco.editor.create(element, {
      ...editorOptions(element),
      model,
      fontSize: 12,
      lineHeight,
      lineNumbers: "off",
      lineDecorationsWidth: 8,
      lineNumbersMinChars: 0,
      autoIndent: "full",
      quickSuggestions: false,
      renderLineHighlight: "none",
      scrollbar: { vertical: "auto", horizontal: "hidden", alwaysConsumeMouseWheel: false, verticalScrollbarSize: 8 },
    });
    const setHeight = () => {
      const least = rows * lineHeight + 16;
      element.style.height = `${Math.min(420, Math.max(least, made.getContentHeight()))}px`;
      made.layout();
    };
    const endings = [
      made.onDidContentSizeChange(setHeight),
      model.onDidChangeContent(() => latest().onChange(model.getValue())),
    ];
    setHeight();
    setCode(made);
    return () => {
      for (const ending of endings) ending.dispose();
      made.dispose();
      model.dispose();
    };
  }, [monaco, rows]);

  useEffect(() => {
    code?.updateOptions({ ariaLabel: label, readOnly });
  }, [code, label, readOnly]);
  useEffect(() => {
    const model = code?.getModel();
    // As an edit operation, so that it can be undone.
    if (model && model.getValue() !== value)
      model.pushEditOperations([], [{ range: model.getFullModelRange(), text: value }], () => null);
  }, [code, value]);
  useEffect(() => {
    const model = code?.getModel();
    if (!model) return;
    const markers = faults.map(({ line, column, message }) => ({
      message,
      severity: monaco.MarkerSeverity.Error,
      startLineNumber: line,
      startColumn: column,
      endLineNumber: line,
      endColumn: Math.max(column + 1, model.getLineMaxColumn(Math.min(line, model.getLineCount()))),
    }));
    monaco.editor.setModelMarkers(model, "json", markers);
  }, [monaco, code, faults]);

  return (
    <div
      className={cn(
        "overflow-hidden rounded-md border border-line-control bg-surface focus-within:outline-2 focus-within:outline-focus focus-within:outline-offset-1",
        field["aria-invalid"] && "border-negative",
      )}
    >
      <div ref={host} className="template-editor" />
    </div>
  );
}

const jsonLanguage = "understudy-json";

/** Colours for JSON. Monaco's own language loads a worker that fetches schemas; this one does not. */
const tokens: languages.IMonarchLanguage = {
  tokenizer: {
    root: [
      [/"(?:[^"\\]|\\.)*"(?=\s*:)/, "variable"],
      [/"(?:[^"\\]|\\.)*"/, "string"],
      [/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, "logic"],
      [/\b(?:true|false|null)\b/, "logic"],
    ],
  },
};

const configuration: languages.LanguageConfiguration = {
  brackets: [
    ["{", "}"],
    ["[", "]"],
  ],
  autoClosingPairs: [
    { open: "{", close: "}" },
    { open: "[", close: "]" },
    { open: '"', close: '"', notIn: ["string"] },
  ],
  indentationRules: { increaseIndentPattern: /[{[]\s*$/, decreaseIndentPattern: /^\s*[}\]]/ },
};

/** Registers the language once. */
function registerJson({ languages: known }: Monaco): void {
  if (known.getLanguages().some(({ id }) => id === jsonLanguage)) return;
  known.register({ id: jsonLanguage });
  known.setMonarchTokensProvider(jsonLanguage, tokens);
  known.setLanguageConfiguration(jsonLanguage, configuration);
}

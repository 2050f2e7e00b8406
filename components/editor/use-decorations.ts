import type { editor } from "monaco-editor/editor";
import { useEffect, useRef, useState } from "react";
import type { TemplateEditorProps } from "./editor-types";
import { useRawTemplates } from "./raw-templates";
import { faultRange, outputRanges, type TextRange } from "./template-text";
import { type TagChip, tagChips } from "./template-words";

type CodeEditor = editor.IStandaloneCodeEditor;
type Props = Pick<TemplateEditorProps, "value" | "marks" | "tints" | "notes" | "folds"> & { open: ReadonlySet<string> };

const wholeLine = (line: number) => ({ startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: 10_000 });
const toRange = ({ line, column, endLine, end }: TextRange) => ({
  startLineNumber: line,
  startColumn: column,
  endLineNumber: endLine,
  endColumn: end,
});

type Lines = { from: number; to: number };

/** The lines that are being edited, whose tags are shown as written. Null without focus. */
function useWrittenLines(code: CodeEditor | null): Lines | null {
  const [lines, setLines] = useState<Lines | null>(null);
  useEffect(() => {
    if (!code) return;
    const look = () => {
      const selection = code.hasTextFocus() ? code.getSelection() : null;
      const next = selection && { from: selection.startLineNumber, to: selection.endLineNumber };
      setLines((before) => (before?.from === next?.from && before?.to === next?.to ? before : next));
    };
    const endings = [
      code.onDidChangeCursorSelection(look),
      code.onDidFocusEditorText(look),
      code.onDidBlurEditorText(look),
    ];
    return () => {
      for (const ending of endings) ending.dispose();
    };
  }, [code]);
  return lines;
}

/**
 * Adds decorations: chips for variables, conditions and snippets, underlined faults, tinted words, marks for new and
 * changed lines, and versions of snippets after lines.
 */
export function useDecorations(
  code: CodeEditor | null,
  { value, marks, tints = [], notes = [], folds = [], open }: Props,
): void {
  const drawn = useRef<editor.IEditorDecorationsCollection | null>(null);
  const written = useWrittenLines(code);
  const isRaw = useRawTemplates();
  useEffect(() => {
    if (!code) return;
    const faults = notes.map(({ line, column }) => faultRange(value, line, column));
    const chips = outputRanges(value).filter(
      (chip) => !faults.some((fault) => fault.line === chip.line && fault.column === chip.column),
    );
    const isFaulty = (chip: TextRange) => faults.some(({ line }) => line === chip.line);
    const isWritten = ({ line }: TextRange) => written !== null && line >= written.from && line <= written.to;
    const tags = isRaw ? [] : tagChips(value).filter((chip) => !isFaulty(chip) && !isWritten(chip));
    const shown = ({ kind, words, line, column }: TagChip) => {
      const fold = kind === "snippet" && folds.find((one) => one.line === line && one.column === column);
      return fold ? `${open.has(fold.id) ? "▾" : "▸"} ${words}` : words;
    };
    const bar = (kind: string) => (line: number) => ({
      range: wholeLine(line),
      options: { linesDecorationsClassName: `template-bar template-bar-${kind}` },
    });
    const decorations: editor.IModelDeltaDecoration[] = [
      ...chips.map((chip) => ({ range: toRange(chip), options: { inlineClassName: "template-chip" } })),
      ...faults.map((fault) => ({ range: toRange(fault), options: { inlineClassName: "template-fault" } })),
      ...tints.map(({ line, from, to }) => ({
        range: toRange({ line, column: from, endLine: line, end: to }),
        options: { inlineClassName: "template-tint" },
      })),
      ...tags.map((chip) => ({
        range: toRange(chip),
        options: {
          inlineClassName: "template-hidden",
          inlineClassNameAffectsLetterSpacing: true,
          beforeContentClassName: `template-words template-words-${chip.kind} ${wordsClass(shown(chip))}`,
        },
      })),
      ...(marks?.added ?? []).map(bar("added")),
      ...(marks?.changed ?? []).map(bar("changed")),
      ...folds.map(({ line, lens }) => ({
        range: { ...wholeLine(line), startColumn: 10_000 },
        options: {
          showIfCollapsed: true,
          after: {
            content: `\u00a0\u00a0${lens}`,
            inlineClassName: "template-lens",
            inlineClassNameAffectsLetterSpacing: true,
          },
        },
      })),
    ];
    const model = code.getModel();
    const right = decorations.map(({ range, options }) => ({ range: model?.validateRange(range) ?? range, options }));
    if (drawn.current) drawn.current.set(right);
    else drawn.current = code.createDecorationsCollection(right);
  }, [code, value, marks, tints, notes, folds, open, written, isRaw]);
}

const classes = new Map<string, string>();
let sheet: CSSStyleSheet | null = null;

/** Returns a class that shows the words before its element. The editor includes such text when it wraps lines. */
function wordsClass(words: string): string {
  const known = classes.get(words);
  if (known) return known;
  const name = `template-says-${classes.size}`;
  classes.set(words, name);
  sheet ??= document.head.appendChild(document.createElement("style")).sheet;
  sheet?.insertRule(`.${name}::before { content: ${JSON.stringify(words)}; }`);
  return name;
}

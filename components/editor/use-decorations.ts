import type { editor } from "monaco-editor";
import { useEffect, useRef } from "react";
import type { TemplateEditorProps } from "./editor-types";
import { faultRange, outputRanges, type TextRange } from "./template-text";

type CodeEditor = editor.IStandaloneCodeEditor;
type Props = Pick<TemplateEditorProps, "value" | "marks" | "tints" | "notes" | "lenses">;

const wholeLine = (line: number) => ({ startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: 10_000 });
const toRange = ({ line, column, endLine, end }: TextRange) => ({
  startLineNumber: line,
  startColumn: column,
  endLineNumber: endLine,
  endColumn: end,
});

/** Variables as chips, faults underlined, tints on words, marks beside new and changed lines, lenses behind lines. */
export function useDecorations(
  code: CodeEditor | null,
  { value, marks, tints = [], notes = [], lenses = [] }: Props,
): void {
  const drawn = useRef<editor.IEditorDecorationsCollection | null>(null);
  useEffect(() => {
    if (!code) return;
    const faults = notes.map(({ line, column }) => faultRange(value, line, column));
    const chips = outputRanges(value).filter(
      (chip) => !faults.some((fault) => fault.line === chip.line && fault.column === chip.column),
    );
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
      ...(marks?.added ?? []).map(bar("added")),
      ...(marks?.changed ?? []).map(bar("changed")),
      ...lenses.map(({ line, text }) => ({
        range: { ...wholeLine(line), startColumn: 10_000 },
        options: {
          showIfCollapsed: true,
          after: {
            content: `\u00a0\u00a0${text}`,
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
  }, [code, value, marks, tints, notes, lenses]);
}

import type { editor } from "monaco-editor/editor";
import type { ReactNode } from "react";

/** The loaded module. */
export type Monaco = typeof import("./monaco");

/** A selection in a text, in characters from 0, and whether the text has the focus. */
export type TextPlace = { start: number; end: number; hasFocus: boolean };

/** The completions: variables after `{{`, snippets after `{% render '`. */
export type Suggestions = {
  variables: readonly { name: string; detail: string }[];
  snippets: readonly string[];
};

export type CodeEditor = editor.IStandaloneCodeEditor;

/** A note below a line: an error with its possible fixes. */
export type EditorNote = { id: string; line: number; column: number; content: ReactNode };

/** A snippet in the text, and the content that opens below its line. */
export type EditorFold = {
  id: string;
  line: number;
  column: number;
  name: string;
  /** The name of the content for screen readers: "Text of shared/tone v4". */
  label: string;
  /** A short label after the line: "tone v4". */
  lens: string;
  content: (close: () => void) => ReactNode;
};

/** The methods of a loaded editor. */
export type EditorHandle = {
  /** Inserts text at the cursor, or replaces the selection. */
  insert(text: string): void;
  undo(): void;
  /** Moves the focus to the end of a line, or without one to the last cursor position. */
  focus(line?: number): void;
};

export type TemplateEditorProps = {
  /** The name for screen readers: "System message". */
  label: string;
  value: string;
  onChange: (value: string) => void;
  readOnly?: boolean;
  /** The number of the first line, if the text is a part of a longer text. */
  firstLine?: number;
  /** Words to tint because they differ. Columns from 1. */
  tints?: readonly { line: number; from: number; to: number }[];
  /** New and changed lines, from 1. */
  marks?: { added: readonly number[]; changed: readonly number[] };
  notes?: readonly EditorNote[];
  folds?: readonly EditorFold[];
  suggestions: Suggestions;
  /** Takes over the text: input is sent there and not to `onChange`. Returns the function that ends this. */
  live?: ((monaco: Monaco, code: CodeEditor) => () => void) | null;
  /** Called when the editor accepts input, and with null when it is removed. */
  onHandle?: (handle: EditorHandle | null) => void;
  onFocus?: () => void;
};

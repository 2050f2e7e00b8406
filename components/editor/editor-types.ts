import type { editor } from "monaco-editor/editor";
import type { ReactNode } from "react";

/** The loaded module. */
export type Monaco = typeof import("./monaco");

/** What can be put in: variables after `{{`, snippets after `{% render '`. */
export type Suggestions = {
  variables: readonly { name: string; detail: string }[];
  snippets: readonly string[];
};

export type CodeEditor = editor.IStandaloneCodeEditor;

/** What is said under a line: an error with its ways out. */
export type EditorNote = { id: string; line: number; column: number; content: ReactNode };

/** A snippet named in the text, and what opens under its line. */
export type EditorFold = {
  id: string;
  line: number;
  column: number;
  name: string;
  /** What opens, for screen readers: "Text of shared/tone v4". */
  label: string;
  /** Something small behind the line: "tone v4". */
  lens: string;
  content: (close: () => void) => ReactNode;
};

/** What the page can do with a loaded editor. */
export type EditorHandle = {
  /** Puts text at the cursor, or in place of the selection. */
  insert(text: string): void;
  undo(): void;
  /** Focus, at the end of a line when one is given, else where the cursor was. */
  focus(line?: number): void;
};

export type TemplateEditorProps = {
  /** Its name for screen readers: "System message". */
  label: string;
  value: string;
  onChange: (value: string) => void;
  readOnly?: boolean;
  /** The number of its first line, where it is a piece of a longer text. */
  firstLine?: number;
  /** Words to tint, columns from 1: what differs. */
  tints?: readonly { line: number; from: number; to: number }[];
  /** Lines that are new or changed, from 1. */
  marks?: { added: readonly number[]; changed: readonly number[] };
  notes?: readonly EditorNote[];
  folds?: readonly EditorFold[];
  suggestions: Suggestions;
  /** Takes the text over: what is typed goes there and not to `onChange`. Returns how to give it back. */
  live?: ((monaco: Monaco, code: CodeEditor) => () => void) | null;
  /** Given once it can be typed into; null when it goes. */
  onHandle?: (handle: EditorHandle | null) => void;
  onFocus?: () => void;
};

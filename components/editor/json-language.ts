import type { languages } from "monaco-editor/editor";
import type { Monaco } from "./editor-types";

export const jsonLanguage = "understudy-json";

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
export function registerJson({ languages: known }: Monaco): void {
  if (known.getLanguages().some(({ id }) => id === jsonLanguage)) return;
  known.register({ id: jsonLanguage });
  known.setMonarchTokensProvider(jsonLanguage, tokens);
  known.setLanguageConfiguration(jsonLanguage, configuration);
}

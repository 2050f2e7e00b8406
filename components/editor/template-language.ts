import type { languages } from "monaco-editor/editor";

export const templateLanguage = "prompt-template";

/** Liquid as prompts use it: text with outputs, tags, and snippets in a colour of their own. */
export const templateTokens: languages.IMonarchLanguage = {
  defaultToken: "",
  tokenizer: {
    root: [
      [/\{%-?\s*comment\s*-?%\}/, "comment", "@comment"],
      [/\{%-?\s*raw\s*-?%\}/, "logic", "@raw"],
      [/\{%-?(?=\s*render\b)/, "snippet", "@snippet"],
      [/\{%-?/, "logic", "@tag"],
      [/\{\{-?/, "variable", "@output"],
    ],
    comment: [
      [/\{%-?\s*endcomment\s*-?%\}/, "comment", "@pop"],
      [/[^{]+|\{/, "comment"],
    ],
    raw: [
      [/\{%-?\s*endraw\s*-?%\}/, "logic", "@pop"],
      [/[^{]+|\{/, ""],
    ],
    snippet: [
      [/-?%\}/, "snippet", "@pop"],
      [/'[^']*'|"[^"]*"/, "string"],
      [/./, "snippet"],
    ],
    tag: [
      [/-?%\}/, "logic", "@pop"],
      [/'[^']*'|"[^"]*"/, "string"],
      [/./, "logic"],
    ],
    output: [
      [/-?\}\}/, "variable", "@pop"],
      [/'[^']*'|"[^"]*"/, "string"],
      [/./, "variable"],
    ],
  },
};

export const templateConfiguration: languages.LanguageConfiguration = {
  autoClosingPairs: [{ open: "{", close: "}" }],
  surroundingPairs: [
    { open: '"', close: '"' },
    { open: "(", close: ")" },
  ],
  wordPattern: /[\p{L}\p{N}_]+/gu,
};

import type { languages } from "monaco-editor/editor";

export const templateLanguage = "prompt-template";

/** The syntax colours of Liquid in prompts: text, outputs, tags, and snippets. */
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

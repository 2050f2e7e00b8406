export type CodeLanguage = "typescript" | "python" | "bash" | "json" | "text";
export type CodePart = { text: string; kind: "plain" | "keyword" | "string" | "comment" };

const keywords: Record<CodeLanguage, string> = {
  typescript: "import|from|export|const|let|await|async|return|new|function|if|else|for|of|try|catch|throw|type",
  python: "import|from|as|def|return|await|async|with|if|else|for|in|try|except|raise|None|True|False|print",
  bash: "curl|export|npm|npx|echo",
  json: "true|false|null",
  text: "",
};

const string = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/;
const comments: Partial<Record<CodeLanguage, RegExp>> = {
  typescript: /\/\/[^\n]*/,
  python: /#[^\n]*/,
  bash: /(?<=^|\s)#[^\n]*/,
};

/** Three colours are enough to read an example: keywords, strings, comments. */
export function highlight(code: string, language: CodeLanguage): CodePart[] {
  if (language === "text") return [{ text: code, kind: "plain" }];
  const pattern = new RegExp(
    [
      `(?<string>${string.source})`,
      `(?<comment>${comments[language]?.source ?? "(?!)"})`,
      `(?<keyword>\\b(?:${keywords[language]})\\b)`,
    ].join("|"),
    "gm",
  );
  const out: CodePart[] = [];
  let end = 0;
  for (const match of code.matchAll(pattern)) {
    if (match.index > end) out.push({ text: code.slice(end, match.index), kind: "plain" });
    const kind = match.groups?.string ? "string" : match.groups?.comment ? "comment" : "keyword";
    out.push({ text: match[0], kind });
    end = match.index + match[0].length;
  }
  if (end < code.length) out.push({ text: code.slice(end), kind: "plain" });
  return out;
}

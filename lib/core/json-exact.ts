const token = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;
/** Where a long number may stand. It rarely matches in texts, whose ids follow letters or quotes. */
const longNumber = /(?:^|[:,[\s])-?\d{16}/;

/** Like JSON.parse, but integers beyond the safe range become strings. Throws like JSON.parse. */
export function parseJsonExactly(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!longNumber.test(text)) return value;
  const changed = text.replaceAll(token, (found) =>
    found.startsWith('"') || Number.isSafeInteger(Number(found)) ? found : `"${found}"`,
  );
  return JSON.parse(changed);
}

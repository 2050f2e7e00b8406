const token =
  /[\s]*(?:([{}[\],:])|("[^"\\\p{Cc}]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\p{Cc}]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/uy;

/**
 * The approximate offset where a text stops being valid JSON, found in one pass over its tokens. For texts that
 * JSON.parse rejected.
 */
export function jsonFaultOffset(text: string): number {
  let before = "";
  let at = 0;
  token.lastIndex = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [whole, mark = "value"] = match;
    const start = at + whole.search(/\S/);
    const opensValue = mark === "value" || mark === "{" || mark === "[";
    const closesValue = before === "value" || before === "}" || before === "]";
    if (opensValue && closesValue) return start;
    if ((mark === "}" || mark === "]" || mark === ",") && (before === "," || before === ":")) return start;
    before = mark;
    at = token.lastIndex;
  }
  const rest = text.slice(at).search(/\S/);
  return rest === -1 ? text.length : at + rest;
}

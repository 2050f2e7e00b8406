const token =
  /[\s]*(?:([{}[\],:])|("[^"\\\p{Cc}]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\p{Cc}]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/uy;

/** Where a text stops being JSON, as near as one pass over its tokens tells. For texts that JSON.parse refused. */
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

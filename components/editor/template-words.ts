import { placedTokens, type TextRange } from "./template-text";

/** A tag in words for people who do not program: "Only when the parcel is late". */
export type TagChip = TextRange & { kind: "condition" | "snippet"; words: string };

/** Returns the tags of a template that can be expressed in words. All others are shown as written. Pure. */
export function tagChips(text: string): TagChip[] {
  return placedTokens(text).flatMap(({ token, ...range }): TagChip[] => {
    if (range.line !== range.endLine) return [];
    const [, tag = "", rest = ""] = /^\{%-?\s*(\w+)\s*([\s\S]*?)\s*-?%\}$/.exec(token) ?? [];
    const words = tagWords(tag, rest);
    return words === null ? [] : [{ ...range, kind: tag === "render" ? "snippet" : "condition", words }];
  });
}

const closers: Record<string, string> = {
  else: "Otherwise",
  endif: "End of the condition",
  endunless: "End of the condition",
  endfor: "End of the list",
  endcase: "End of the choice",
};

const loopPlaces: Record<string, string> = { "forloop.first": "first", "forloop.last": "last" };

function tagWords(tag: string, rest: string): string | null {
  if (Object.hasOwn(closers, tag)) return rest === "" ? (closers[tag] ?? null) : null;
  const place = loopPlaces[rest];
  if (place && (tag === "if" || tag === "unless")) return `${tag === "if" ? "Only" : "Not"} for the ${place} one`;
  if (tag === "if") return started("Only when", conditionWords(rest));
  if (tag === "elsif") return started("Otherwise, when", conditionWords(rest));
  if (tag === "unless") return started("Not when", conditionWords(rest));
  if (tag === "case") return started("Depending on", nameWords(rest));
  if (tag === "when") return started("When it is", valueWords(rest));
  if (tag === "render") return /^(['"])([^'"]+)\1$/.exec(rest)?.[2] ?? null;
  const [, item = "", list = ""] = (tag === "for" && /^(\w+)\s+in\s+(\S+)$/.exec(rest)) || [];
  return item ? started(`For each ${nameWords(item)} of`, nameWords(list)) : null;
}

const started = (start: string, words: string | null) => (words === null ? null : `${start} ${words}`);

const comparisons: Record<string, string> = {
  "==": "is",
  "!=": "is not",
  ">": "is more than",
  "<": "is less than",
  ">=": "is at least",
  "<=": "is at most",
  contains: "contains",
};

/** Returns a condition in words. Null if it contains more than comparisons joined by one operator. */
function conditionWords(condition: string): string | null {
  const joined = /\s(and|or)\s/.exec(condition)?.[1];
  const clauses = (joined ? condition.split(new RegExp(`\\s${joined}\\s`)) : [condition]).map(clauseWords);
  return clauses.some((words) => words === null) ? null : clauses.join(` ${joined} `);
}

function clauseWords(clause: string): string | null {
  const [, left = "", sign, right = ""] =
    /^\s*([\w.]+)\s*(?:(==|!=|>=|<=|>|<|\bcontains\b)\s*(\S[\s\S]*?))?\s*$/.exec(clause) ?? [];
  const name = nameWords(left);
  if (name === null) return null;
  if (!sign) return flagWords(name);
  if (/^(blank|empty|nil|null)$/.test(right) && (sign === "==" || sign === "!="))
    return `${name} is ${sign === "==" ? "" : "not "}empty`;
  return started(`${name} ${comparisons[sign]}`, valueWords(right));
}

/** "is late" as "it is late": the name of a flag says the condition. Other names: "parcel late is set". */
const flagWords = (name: string) => (/^(is|has|was|can|should) ./.test(name) ? `it ${name}` : `${name} is set`);

/** "order.parcel_late" as "order parcel late". Null if it is more than a name. */
const nameWords = (name: string) => (/^[A-Za-z_][\w.]*$/.test(name) ? name.replace(/[._]+/g, " ").trim() : null);

function valueWords(value: string): string | null {
  const quoted = /^(['"])([^'"]*)\1$/.exec(value)?.[2];
  if (quoted !== undefined) return `“${quoted}”`;
  return /^-?\d+(\.\d+)?$/.test(value) ? value : nameWords(value);
}

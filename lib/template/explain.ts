import { capitalize } from "@/lib/core/words";
import { allowedTags } from "./engine";

const closers: Record<string, string> = {
  endif: "if",
  endunless: "unless",
  endcase: "case",
  endfor: "for",
  endcapture: "capture",
  endcomment: "comment",
  endraw: "raw",
  else: "if",
  elsif: "if",
  when: "case",
};

/** The name of a block in messages for editors. */
const blocks: Record<string, string> = {
  if: "condition",
  unless: "condition",
  case: "choice",
  for: "loop",
  capture: "named text",
  comment: "note",
  raw: "literal text",
};

type Rule = [pattern: RegExp, explain: (...groups: string[]) => string];

const rules: Rule[] = [
  [/^tag "?\{%-?\s*(\w+)[\s\S]*\{?%\} not closed$/, unended],
  [/^tag ".*" not closed$/s, () => "This starts with {% and has no end: add %}."],
  [/^output ".*" not closed$/s, () => "This value starts with {{ and has no end: add }}."],
  [/^raw ".*" not closed$/s, () => unended("raw")],
  [/^tag "(.*)" not found$/, (tag) => unknownTag(tag)],
  [
    /^undefined filter: (.*)$/,
    (name) => `A value cannot be changed with "${name}". Common filters: upcase, downcase, truncate, default.`,
  ],
  [/^invalid value expression/, () => "The name of a variable is missing here: for example {{ customer_name }}."],
  [
    /^expected "\|" before filter/,
    () => "Something does not belong here. To compare two values write ==. To change a value write | and a filter.",
  ],
  [/^expected filter name/, () => "After | comes a filter: {{ name | upcase }}."],
  [
    /^expected ":" after filter name/,
    () => "After a filter comes a colon with its arguments, or the end: {{ text | truncate: 80 }}.",
  ],
  [/^illegal tag: \{%-?\s*for/, () => "A loop is written {% for item in items %}."],
  [/^illegal tag syntax/, () => "There is nothing between {% and %}. A condition is written {% if name %}."],
  [/^expected (variable name|"=")/, () => "A name is given to a value with {% assign name = value %}."],
  [/^invalid capture name/, () => "A name is given to a text with {% capture name %}."],
  [/^unexpected elsif after else/, () => "{% else %} is the last part of a condition: {% elsif %} goes before it."],
  [/^duplicated else/, () => "This condition has two {% else %}. Remove one."],
  [/^unexpected "(.*)"$/s, (text) => `"${text}" does not belong here.`],
  [/^unexpected token .*, value expected/s, () => "A value is missing here."],
  [/^\[ not closed/, () => "This [ has no end: add ]."],
  [/^invalid range syntax/, () => "A range of numbers is written (1..5)."],
  [
    /call stack|parse length/i,
    () => "This text is too long, or has too many conditions inside each other, to be read.",
  ],
];

/** Rewrites a message of Liquid for people who do not program. Unknown messages only lose their position. */
export function explainSyntax(message: string): string {
  const bare = message.replace(/(, line:\d+, col:\d+)+$/, "");
  for (const [pattern, explain] of rules) {
    const match = pattern.exec(bare);
    if (match) return explain(...match.slice(1).map((group) => group ?? ""));
  }
  return `${capitalize(bare)}.`;
}

/** Whether the fault is a closing or middle tag without its opening tag, which is often caused by an earlier fault. */
export function isStrayCloser(message: string): boolean {
  const tag = /^tag "(.*?)" not found/.exec(message)?.[1];
  return tag !== undefined && Object.hasOwn(closers, tag);
}

function unknownTag(tag: string): string {
  const opener = closers[tag];
  if (opener) {
    const verb = tag.startsWith("end") ? "ends" : "belongs to";
    return `This ${verb} a ${blocks[opener] ?? "part"} that was not started. Remove it, or add {% ${opener} %} before it.`;
  }
  if (tag === "include" || tag === "layout")
    return `{% ${tag} %} cannot be used here. A snippet is inserted with {% render 'name' %}.`;
  return `{% ${tag} %} is not known here. There are: ${allowedTags.join(", ")}, render.`;
}

/** "This condition has no end." */
function unended(tag = ""): string {
  return `This ${blocks[tag] ?? "part"} has no end: add {% end${tag} %}.`;
}

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

type Rule = [pattern: RegExp, explain: (...groups: string[]) => string];

const rules: Rule[] = [
  [/^tag "?\{%-?\s*(\w+)[\s\S]*\{?%\} not closed$/, (tag) => `This {% ${tag} %} is never closed: add {% end${tag} %}.`],
  [/^tag ".*" not closed$/s, () => 'This "{%" is never closed: add "%}".'],
  [/^output ".*" not closed$/s, () => 'This "{{" is never closed: add "}}".'],
  [/^raw ".*" not closed$/s, () => "This {% raw %} is never closed: add {% endraw %}."],
  [/^tag "(.*)" not found$/, (tag) => unknownTag(tag)],
  [/^undefined filter: (.*)$/, (filter) => `There is no filter called "${filter}".`],
  [/^invalid value expression/, () => "A value is missing here: write the name of a variable."],
  [
    /^expected "\|" before filter/,
    () => "Something does not belong here: after a value comes | and a filter, or the end.",
  ],
  [/^expected filter name/, () => "After | comes the name of a filter."],
  [/^expected ":" after filter name/, () => "After a filter's name comes a colon and its arguments, or the end."],
  [/^illegal tag: \{%-?\s*for/, () => "A loop reads {% for item in items %}."],
  [/^illegal tag syntax/, () => "A tag's name is missing: for example {% if name %}."],
  [/^expected (variable name|"=")/, () => "An assignment reads {% assign name = value %}."],
  [/^invalid capture name/, () => "A capture reads {% capture name %}."],
  [/^unexpected elsif after else/, () => "{% elsif %} cannot come after {% else %}."],
  [/^duplicated else/, () => "There are two {% else %} here."],
  [/^unexpected "(.*)"$/s, (text) => `"${text}" does not belong here.`],
  [/^unexpected token .*, value expected/s, () => "A value is missing here."],
  [/^\[ not closed/, () => 'This "[" is never closed: add "]".'],
  [/^invalid range syntax/, () => "A range reads (1..5)."],
  [/call stack|parse length/i, () => "The template is too deeply nested or too long to be read."],
];

/** Liquid's message in words for people who do not program; unknown ones stay as they are, without the position. */
export function explainSyntax(message: string): string {
  const bare = message.replace(/(, line:\d+, col:\d+)+$/, "");
  for (const [pattern, explain] of rules) {
    const match = pattern.exec(bare);
    if (match) return explain(...match.slice(1).map((group) => group ?? ""));
  }
  return `${bare.charAt(0).toUpperCase()}${bare.slice(1)}.`;
}

/** Whether the fault is a closing or middle tag without its opening one: often only the echo of an earlier fault. */
export function isStrayCloser(message: string): boolean {
  const tag = /^tag "(.*?)" not found/.exec(message)?.[1];
  return tag !== undefined && Object.hasOwn(closers, tag);
}

function unknownTag(tag: string): string {
  if (Object.hasOwn(closers, tag)) return `There is no open {% ${closers[tag]} %} that {% ${tag} %} could belong to.`;
  if (tag === "include" || tag === "layout")
    return `{% ${tag} %} cannot be used here. A snippet is {% render 'name' %}.`;
  return `There is no tag called {% ${tag} %}. There are: ${allowedTags.join(", ")}, render.`;
}

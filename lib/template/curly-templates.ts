import { variableName } from "./handlebars-paths";
import type { Notes } from "./import-note";
import { analyzeTemplate } from "./parse";

const hole = /\{\{|\}\}|\{([^{}]{0,200})\}|[{}]/g;

/** Converts Python f-strings, as PromptLayer and LangChain use them: `{name}` is a value, `{{` a brace. */
export function convertFString(text: string, notes: Notes): string {
  return convertHoles(text, hole, ([whole, inner], place, write) => {
    if (whole === "{{" || whole === "}}") write.literal(whole.charAt(0));
    else if (inner === undefined) notes.refuse(place, `A "${whole}" has no matching bracket.`);
    else write.output(pathOf(inner, place, notes));
  });
}

/** Converts Pezzo's templates: `{name}` is a value, everything else is text. */
export function convertSingleCurly(text: string, notes: Notes): string {
  return convertHoles(text, /\{\s{0,20}(\w+)\s{0,20}\}/g, ([, inner = ""], place, write) =>
    write.output(pathOf(inner, place, notes)),
  );
}

/** Converts Semantic Kernel's own templates: `{{$name}}` is a value. Function calls have no counterpart. */
export function convertSemanticKernel(text: string, notes: Notes): string {
  return convertHoles(text, /\{\{\s{0,20}([^{}]{0,300}?)\s{0,20}\}\}/g, ([whole, inner = ""], place, write) => {
    const name = /^\$([A-Za-z_]\w*)$/.exec(inner)?.[1];
    const quoted = /^(["'])([^"']*)\1$/.exec(inner)?.[2];
    if (name) write.output(pathOf(name, place, notes));
    else if (quoted !== undefined) write.literal(quoted);
    else notes.refuse(place, `"${whole.slice(0, 60)}" calls a function, which is not supported here.`);
  });
}

/** Converts PromptLayer's f-strings: `{name}` is a value everywhere, every other brace is text. */
export function convertPromptLayer(text: string, notes: Notes): string {
  return convertHoles(text, /\{([A-Za-z_]\w{0,100})\}/g, ([, inner = ""], place, write) =>
    write.output(pathOf(inner, place, notes)),
  );
}

type Write = { literal: (text: string) => void; output: (path: string) => void };

function convertHoles(text: string, pattern: RegExp, visit: (m: RegExpExecArray, at: number, write: Write) => void) {
  let result = "";
  let literal = "";
  let from = 0;
  const flush = () => {
    result += guardLiteral(literal);
    literal = "";
  };
  const write: Write = {
    literal: (more) => {
      literal += more;
    },
    output: (path) => {
      flush();
      // A brace directly before an output would become part of it.
      if (result.endsWith("{")) result = `${result.slice(0, -1)}{% raw %}{{% endraw %}`;
      result += `{{ ${path} }}`;
    },
  };
  for (const match of text.matchAll(pattern)) {
    literal += text.slice(from, match.index);
    from = match.index + match[0].length;
    visit(match, match.index, write);
  }
  literal += text.slice(from);
  flush();
  return result;
}

function pathOf(inner: string, place: number, notes: Notes): string {
  const [root = "", ...rest] = inner.trim().split(".");
  const name = variableName(root);
  if (name === null || !/^[\w. -]+$/.test(inner) || !rest.every((part) => /^[A-Za-z_]\w*$/.test(part))) {
    notes.refuse(place, `"{${inner.slice(0, 60)}}" is not a plain variable name.`);
    return "nil";
  }
  if (name !== root)
    notes.warn(place, `The variable "${root}" is called "${name}" here: applications send it under that name.`);
  return [name, ...rest].join(".");
}

/** Encloses text that Liquid would parse as a tag in {% raw %} tags. */
export function guardLiteral(text: string): string {
  return text.replaceAll(/\{[{%][^{]*/g, (part) => `{% raw %}${part}{% endraw %}`);
}

/** Converts the part of Jinja2 that Liquid shares: outputs, if, elif, else, for, comments and loop counters. */
export function convertJinja(text: string, notes: Notes, offset = 0): string {
  const liquid = mapBetween(
    mapBetween(text, "{#", "#}", () => ""),
    "{%",
    "%}",
    (tag) => words(tag.replace(/^(\{%-?\s{0,20})elif\b/, "$1elsif")),
  );
  const whole = mapBetween(liquid, "{{", "}}", words);
  const { errors, variables } = analyzeTemplate(whole);
  for (const { message } of errors.slice(0, 5))
    notes.refuse(offset, `This Jinja2 has no equivalent in Liquid: ${message}`);
  if (variables.some(({ name }) => name === "loop"))
    notes.refuse(offset, "This use of Jinja2's loop has no equivalent.");
  return whole;
}

const words = (tag: string) =>
  tag
    .replaceAll(/\bloop\.index0\b/g, "forloop.index0")
    .replaceAll(/\bloop\.(index|first|last|length)\b/g, "forloop.$1")
    .replaceAll(/\|\s{0,20}upper\b/g, "| upcase")
    .replaceAll(/\|\s{0,20}lower\b/g, "| downcase")
    .replaceAll(/\|\s{0,20}trim\b/g, "| strip")
    .replaceAll(/\|\s{0,20}length\b/g, "| size")
    .replaceAll(/\|\s{0,20}tojson\b/g, "| json");

/** Changes every part between two marks, in one pass. An opening mark without an end is unchanged. */
function mapBetween(text: string, open: string, close: string, change: (part: string) => string): string {
  let result = "";
  let from = 0;
  for (let start = text.indexOf(open); start !== -1; start = text.indexOf(open, from)) {
    const end = text.indexOf(close, start + open.length);
    if (end === -1) break;
    result += text.slice(from, start) + change(text.slice(start, end + close.length));
    from = end + close.length;
  }
  return result + text.slice(from);
}

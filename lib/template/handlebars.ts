import { guardLiteral } from "./curly-templates";
import { type Path, resolvePath, type Scope } from "./handlebars-paths";
import { type HandlebarsToken, readHandlebars } from "./handlebars-tokens";
import type { Notes } from "./import-note";

/** The text of a message in Liquid, or a placeholder. `role` is null before the first role. */
export type Piece = { role: string | null; text: string; offset: number } | { placeholder: string; offset: number };

type Options = {
  /** Dotprompt: `{{role "…"}}` and `{{history}}` split the text into messages. */
  hasRoles?: boolean;
  /** Names declared as booleans, for which `{% if name %}` is sufficient. */
  booleans?: ReadonlySet<string>;
};

type Block = { name: string; liquid: string; offset: number; hasScope: boolean };

const argument = /"[^"]*"|'[^']*'|[^\s"'=]+=(?:"[^"]*"|'[^']*'|\S+)|[^\s"']+/g;

/** Converts Handlebars or mustache to Liquid. Notes the position of everything that has no counterpart. */
export function convertHandlebars(source: string, start: number, notes: Notes, options: Options = {}): Piece[] {
  return new Converter(source, start, notes, options).run();
}

class Converter {
  readonly #tokens: HandlebarsToken[];
  readonly #pieces: Piece[] = [];
  readonly #blocks: Block[] = [];
  readonly #scopes: Scope[] = [{ prefix: "", isLoop: false, names: new Map() }];
  readonly #conditionsOnly: ReadonlySet<string>;
  #piece: { role: string | null; text: string; offset: number };
  #stripsNext = false;
  #loops = 0;

  constructor(
    source: string,
    start: number,
    readonly notes: Notes,
    readonly options: Options,
  ) {
    this.#tokens = readHandlebars(source, start, notes);
    this.#conditionsOnly = conditionsOnly(this.#tokens, options.booleans ?? new Set());
    this.#piece = { role: null, text: "", offset: start };
  }

  run(): Piece[] {
    for (const [index, token] of this.#tokens.entries()) {
      if (token.kind === "text") {
        this.#piece.text += guardLiteral(this.#stripsNext ? token.text.trimStart() : token.text);
        this.#stripsNext = false;
        continue;
      }
      if (token.stripsBefore) this.#piece.text = this.#piece.text.trimEnd();
      this.#stripsNext = token.stripsAfter;
      const isAlone = this.#isAloneOnLine(index);
      if (token.kind === "comment") this.#emitBlockTag("", isAlone, index);
      else this.#convert(token, isAlone, index);
    }
    for (const { name, offset } of this.#blocks) this.notes.refuse(offset, `{{#${name}}} is never closed.`);
    this.#pieces.push(this.#piece);
    return this.#pieces;
  }

  #convert(token: HandlebarsToken, isAlone: boolean, index: number): void {
    const { inner, offset } = token;
    const [head = "", ...args] = inner.match(argument) ?? [];
    if (this.options.hasRoles && this.#convertMarker(head, args, inner, offset)) return;
    if (inner.startsWith("#")) this.#open(inner.slice(1).trim(), offset, isAlone, index);
    else if (inner.startsWith("/")) this.#close(inner.slice(1).trim(), offset, isAlone, index);
    else if (inner === "else" || inner === "^") this.#else("", offset, isAlone, index);
    else if (head === "else" && args[0] === "if") this.#else(args.slice(1).join(" "), offset, isAlone, index);
    else if (inner.startsWith("^"))
      this.#open(`unless ${inner.slice(1).trim()}`, offset, isAlone, index, inner.slice(1).trim());
    else if (inner.startsWith(">")) this.#partial(inner.slice(1).trim(), offset);
    else if (head === "json" && args[0] !== undefined) this.#output(args[0], offset, token, " | json");
    else if (head === "&" && args.length === 1) this.#output(args[0] ?? "", offset, token);
    else if (args.length > 0 && /^[\w.-]+$/.test(head)) this.#refuseHelper(head, offset);
    else this.#output(inner.replace(/^&\s*/, ""), offset, token);
  }

  #refuseHelper(name: string, offset: number): void {
    if (name === "media")
      this.notes.refuse(offset, "{{media}} puts in a picture or file, which a prompt here cannot hold.");
    else this.notes.refuse(offset, `The helper {{${name} …}} has no equivalent in Liquid.`);
  }

  #convertMarker(head: string, args: string[], inner: string, offset: number): boolean {
    const isRole = head === "role" && args.length === 1 && /^["']/.test(args[0] ?? "");
    if (!isRole && inner !== "history") return false;
    if (this.#blocks.length > 0) {
      this.notes.refuse(offset, `{{${inner}}} stands inside a block: messages here do not depend on conditions.`);
      return true;
    }
    this.#pieces.push(this.#piece);
    if (isRole) this.#piece = { role: (args[0] ?? "").slice(1, -1), text: "", offset };
    else {
      this.#pieces.push({ placeholder: "history", offset });
      // In Dotprompt, text after the history without a role belongs to the model.
      this.#piece = { role: "model", text: "", offset };
    }
    return true;
  }

  #open(inner: string, offset: number, isAlone: boolean, index: number, closedBy?: string): void {
    const [name = "", ...args] = inner.match(argument) ?? [];
    const [subject = "", second] = args;
    if (name === "if" || name === "unless") {
      this.#push({ name: closedBy ?? name, liquid: name, offset, hasScope: false });
      this.#emitBlockTag(`${name} ${this.#condition(args.join(" "), offset)}`, isAlone, index);
    } else if ((name === "ifEquals" || name === "unlessEquals") && second !== undefined) {
      const liquid = name === "ifEquals" ? "if" : "unless";
      this.#push({ name, liquid, offset, hasScope: false });
      this.#emitBlockTag(`${liquid} ${this.#value(subject, offset)} == ${this.#value(second, offset)}`, isAlone, index);
    } else if (name === "each" && subject) {
      const list = this.#value(subject, offset);
      const params = /\bas\s*\|\s*([A-Za-z_]\w*)(?:\s+([A-Za-z_]\w*))?\s*\|$/.exec(inner);
      const item = params?.[1] ?? (this.#loops++ === 0 ? "item" : `item${this.#loops}`);
      const names = new Map([...(params?.[1] ? [[params[1], item] as const] : [])]);
      if (params?.[2]) names.set(params[2], "forloop.index0");
      this.#push({ name, liquid: "for", offset, hasScope: true });
      this.#scopes.push({ prefix: item, isLoop: true, names });
      this.#emitBlockTag(`for ${item} in ${list}`, isAlone, index);
    } else if (name === "with" && subject) {
      const prefix = this.#value(subject, offset);
      this.#push({ name, liquid: "if", offset, hasScope: true });
      this.#scopes.push({ prefix, isLoop: false, names: new Map() });
      this.#emitBlockTag(`if ${prefix} != blank`, isAlone, index);
    } else if (args.length === 0 && this.#isSelfReference(index, name)) {
      this.#push({ name, liquid: "for", offset, hasScope: true });
      const list = this.#value(name, offset);
      const item = this.#loops++ === 0 ? "item" : `item${this.#loops}`;
      this.#scopes.push({ prefix: item, isLoop: true, names: new Map() });
      this.#emitBlockTag(`for ${item} in ${list}`, isAlone, index);
    } else {
      this.notes.refuse(
        offset,
        args.length === 0
          ? `{{#${name}}} may be a condition or a loop. Write {{#if ${name}}} or {{#each ${name}}}.`
          : `The block {{#${name}}} has no equivalent in Liquid.`,
      );
      this.#push({ name, liquid: "", offset, hasScope: false });
    }
  }

  #push(block: Block): void {
    this.#blocks.push(block);
    if (this.#blocks.length > 50) this.notes.refuse(block.offset, "Blocks are nested deeper than 50 levels.");
  }

  /** Whether a mustache section `{{#name}} … {{/name}}` contains `{{.}}`, which makes it a loop. */
  #isSelfReference(index: number, name: string): boolean {
    for (let at = index + 1; at < this.#tokens.length; at++) {
      const inner = this.#tokens[at]?.inner;
      if (inner === `/${name}`) return false;
      if (inner === ".") return true;
    }
    return false;
  }

  #close(name: string, offset: number, isAlone: boolean, index: number): void {
    const block = this.#blocks.pop();
    if (!block || block.name !== name) {
      this.notes.refuse(offset, block ? `{{/${name}}} closes {{#${block.name}}}.` : `{{/${name}}} closes nothing.`);
      return;
    }
    if (block.hasScope) this.#scopes.pop();
    if (block.liquid) this.#emitBlockTag(`end${block.liquid}`, isAlone, index);
  }

  #else(condition: string, offset: number, isAlone: boolean, index: number): void {
    const block = this.#blocks.at(-1);
    if (!block?.liquid || (block.hasScope && condition)) {
      this.notes.refuse(offset, "{{else}} belongs to no condition.");
      return;
    }
    this.#emitBlockTag(condition ? `elsif ${this.#condition(condition, offset)}` : "else", isAlone, index);
  }

  #partial(inner: string, offset: number): void {
    const [name = "", ...args] = inner.match(argument) ?? [];
    if (!/^[\w./-]+$/.test(name)) this.notes.refuse(offset, `The partial {{>${inner}}} has no plain name.`);
    else if (args.length > 0)
      this.notes.refuse(offset, `{{>${name}}} is given values; a snippet here sees the prompt's own variables.`);
    else this.#piece.text += `{% render '${name}' %}`;
  }

  #output(path: string, offset: number, token: HandlebarsToken, filter = ""): void {
    const value = this.#value(path, offset);
    const isPlain =
      !token.isTriple && !token.stripsBefore && !token.stripsAfter && filter === "" && value === token.inner;
    this.#piece.text += isPlain ? token.text : `{{ ${value}${filter} }}`;
  }

  #condition(text: string, offset: number): string {
    const path = this.#path(text.trim(), offset);
    if (path === null) return "false";
    const isPlain = path.liquid.startsWith("forloop.") || (path.root !== null && this.#conditionsOnly.has(path.root));
    return isPlain ? path.liquid : `${path.liquid} != blank`;
  }

  #value(text: string, offset: number): string {
    if (/^(["']).*\1$/s.test(text) || /^-?\d+(\.\d+)?$/.test(text) || text === "true" || text === "false") return text;
    return this.#path(text, offset)?.liquid ?? "nil";
  }

  #path(text: string, offset: number): Extract<Path, { liquid: string }> | null {
    const path = resolvePath(text, this.#scopes);
    if ("fault" in path) {
      this.notes.refuse(offset, path.fault);
      return null;
    }
    if (path.renamed) {
      const { from, to } = path.renamed;
      this.notes.warn(offset, `The variable "${from}" is called "${to}" here: applications send it under that name.`);
    }
    return path;
  }

  /** Whether the tag is alone on its line. Handlebars then removes the whole line. */
  #isAloneOnLine(index: number): boolean {
    const [before, after] = [this.#tokens[index - 1], this.#tokens[index + 1]];
    const opens =
      !before ||
      (before.kind === "text" && /(^|\n)[ \t]*$/.test(before.text) && (before.text.includes("\n") || index === 1));
    return (
      opens &&
      (!after ||
        (after.kind === "text" &&
          (/^[ \t]*\r?\n/.test(after.text) || (index === this.#tokens.length - 2 && /^[ \t]*$/.test(after.text)))))
    );
  }

  /** Writes a Liquid tag. Alone on its line, it removes one line break, as in Handlebars. */
  #emitBlockTag(tag: string, isAlone: boolean, index: number): void {
    const next = this.#tokens[index + 1];
    if (!isAlone) {
      if (tag) this.#piece.text += `{% ${tag} %}`;
      return;
    }
    if (tag && /\S\r?\n[ \t]*$/.test(this.#piece.text.slice(-200))) {
      this.#piece.text += `{%- ${tag} %}`;
      return;
    }
    this.#piece.text = this.#piece.text.replace(/[ \t]*$/, "") + (tag ? `{% ${tag} %}` : "");
    if (next?.kind === "text") next.text = next.text.replace(/^[ \t]*\r?\n/, "");
  }
}

/** Names that occur only in conditions, or are declared as booleans. For these `{% if name %}` is correct. */
function conditionsOnly(tokens: readonly HandlebarsToken[], booleans: ReadonlySet<string>): ReadonlySet<string> {
  const inConditions = new Set<string>();
  const elsewhere = new Set<string>();
  for (const { kind, inner } of tokens) {
    if (kind !== "tag" || inner.startsWith("/")) continue;
    const condition = /^(?:#\s*(?:if|unless)|else\s+if)\s+([A-Za-z_]\w*)$/.exec(inner)?.[1];
    if (condition) inConditions.add(condition);
    else for (const word of inner.match(/[A-Za-z_]\w*/g) ?? []) elsewhere.add(word);
  }
  return new Set([...booleans, ...[...inConditions].filter((name) => !elsewhere.has(name))]);
}

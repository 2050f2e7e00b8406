import { isReservedVariableName, isVariableName } from "./variables";

/** Name resolution in a block: the value in which names are looked up ("": the variables), and its own names. */
export type Scope = { prefix: string; isLoop: boolean; names: ReadonlyMap<string, string> };

/** A Handlebars path in Liquid, or why it has no counterpart. `renamed`: the variable needed another name. */
export type Path = { liquid: string; root: string | null; renamed?: { from: string; to: string } } | { fault: string };

const loopValues = new Map([
  ["@index", "forloop.index0"],
  ["@first", "forloop.first"],
  ["@last", "forloop.last"],
]);

/** Resolves a path such as `name`, `this.city`, `../user.name` or `@index` within the open blocks. */
export function resolvePath(path: string, scopes: readonly Scope[]): Path {
  const loop = loopValues.get(path);
  if (loop !== undefined)
    return scopes.some(({ isLoop }) => isLoop)
      ? { liquid: loop, root: null }
      : { fault: `"${path}" is outside a loop.` };
  let rest = path;
  let depth = scopes.length - 1;
  if (rest.startsWith("@root.")) {
    rest = rest.slice("@root.".length);
    depth = 0;
  } else if (rest.startsWith("@")) return { fault: `"${path}" has no equivalent in Liquid.` };
  while (rest.startsWith("../")) {
    rest = rest.slice(3);
    depth--;
  }
  const scope = scopes[depth];
  if (!scope) return { fault: `"${path}" refers to something outside the prompt.` };
  if (rest === "this" || rest === ".") {
    if (scope.prefix === "") return { fault: `"${path}" means all variables at once, which Liquid cannot express.` };
    return { liquid: scope.prefix, root: null };
  }
  rest = rest.replace(/^(this[./]|\.\/)/, "");
  return joinPath(rest, scopes.slice(0, depth + 1), path);
}

function joinPath(rest: string, scopes: readonly Scope[], whole: string): Path {
  const segments = rest.replaceAll(/\[([^\]]*)\]/g, "$1").split(/[./]/);
  const [first = "", ...others] = segments;
  const isOdd = segments.length > 20 || others.some((part) => !/^(\d+|[A-Za-z_][\w-]*)$/.test(part));
  if (isOdd) return { fault: `"${whole}" cannot be read as the path to a value.` };
  const tail = others.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join("");
  for (const scope of scopes.toReversed()) {
    const own = scope.names.get(first);
    if (own !== undefined) return { liquid: own + tail, root: null };
  }
  const prefix = scopes.at(-1)?.prefix ?? "";
  if (prefix !== "") {
    if (!/^[A-Za-z_][\w-]*$/.test(first)) return { fault: `"${whole}" cannot be read as the path to a value.` };
    return { liquid: `${prefix}.${first}${tail}`, root: null };
  }
  const name = variableName(first);
  if (name === null) return { fault: `"${first}" cannot be the name of a variable.` };
  return { liquid: name + tail, root: name, ...(name !== first && { renamed: { from: first, to: name } }) };
}

/** Returns the nearest valid variable name: "user-name" becomes "user_name". Null if there is none. */
export function variableName(text: string): string | null {
  const name = text
    .trim()
    .replaceAll(/[^A-Za-z0-9_]+/g, "_")
    .replace(/^(?=\d)/, "_")
    .slice(0, 100);
  if (!isVariableName(name) || /^_+$/.test(name) !== /^_+$/.test(text.trim())) return null;
  return isReservedVariableName(name) ? null : name;
}

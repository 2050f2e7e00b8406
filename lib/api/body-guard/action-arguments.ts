import { parseJson } from "@/lib/core/parse-json";

/** No action of our pages has more than one argument. */
const mostArguments = 8;
const mostLevels = 64;
/** How long the arguments may be when repeated objects are written out: the limit of the largest action. */
const mostCharacters = 1024 * 1024;

const special = new Set(["$undefined", "$NaN", "$Infinity", "$-Infinity", "$-0"]);

/**
 * Whether the arguments of a server action are what React writes for JSON values, dates and undefined. React throws for
 * other references, which Next answers with 500, and our actions take neither streams nor functions. Pure.
 */
export function isArguments(text: string): boolean {
  const list = parseJson(text);
  return Array.isArray(list) && list.length <= mostArguments && new Weighing(list).total() <= mostCharacters;
}

/** Weighs a value in characters, as if every repeated object was written out. Infinite if React could not read it. */
class Weighing {
  readonly #root: unknown;
  /** The objects that were read completely. Only they can be repeated, so that no value contains itself. */
  readonly #weights = new Map<unknown, number>();

  constructor(root: unknown) {
    this.#root = root;
  }

  total(): number {
    return this.#weigh(this.#root, 0);
  }

  #weigh(value: unknown, level: number): number {
    if (typeof value === "string") return value.startsWith("$") ? this.#weighMarked(value) : value.length + 1;
    if (typeof value !== "object" || value === null) return 1;
    if (level === mostLevels) return Number.POSITIVE_INFINITY;
    let weight = 1;
    for (const [key, part] of Object.entries(value)) {
      weight += this.#weigh(part, level + 1);
      if (!Array.isArray(value)) weight += key.length;
    }
    this.#weights.set(value, weight);
    return weight;
  }

  /** React marks with $ what JSON cannot express. A text that begins with $ begins with $$. */
  #weighMarked(text: string): number {
    if (text.startsWith("$$") || special.has(text)) return text.length;
    if (text.startsWith("$D")) return Number.isNaN(Date.parse(text.slice(2))) ? Number.POSITIVE_INFINITY : text.length;
    return this.#weights.get(this.#find(text)) ?? Number.POSITIVE_INFINITY;
  }

  /** The object that a reference such as `$0:0:content` repeats: a path from the list of arguments. */
  #find(reference: string): unknown {
    const [start, ...path] = reference.split(":");
    let found = start === "$0" ? this.#root : undefined;
    for (const key of path) {
      if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
      found = (found as Record<string, unknown>)[key];
    }
    return found;
  }
}

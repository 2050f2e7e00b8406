import type { Context } from "liquidjs";

/**
 * The limits for filling all messages of one content: steps (about a microsecond each on a slow machine), and
 * characters that filters, captures and ranges create. Work is counted, not timed, so that the result for the same
 * template and values does not depend on the load of the machine.
 */
export const workLimits = { steps: 25_000, characters: 4_000_000 } as const;

const stepCharacters = 500;
/** Character comparisons per step of a text search. The worst case compares every pair of characters. */
const stepComparisons = 2_500;
const tagCharacters = 200;

/** Thrown when the steps are used up. */
export class TooMuchWork extends Error {}

type Share = { template: string; steps: number };

/** Counts the work of one rendering. Replaces Liquid's own limits, which apply to one template and use the clock. */
export class Work {
  #steps = 0;
  #characters = 0;
  #template: Share = { template: "", steps: 0 };
  #heaviest = this.#template;
  /** The steps charged for one part of the current template. */
  #partSteps = 1;

  constructor(readonly maxSteps: number = workLimits.steps) {}

  /** Starts a template. Parts cost more if the longest tag is long, because a part may evaluate the whole tag. */
  begin(template: string, longestTag: number): void {
    this.#heaviest = this.#heavier();
    this.#template = { template, steps: 0 };
    this.#partSteps = 1 + Math.floor(longestTag / tagCharacters);
  }

  /** Throws `TooMuchWork`. */
  spend(steps: number): void {
    this.#steps += steps;
    this.#template.steps += steps;
    if (this.isUsedUp) throw new TooMuchWork("too much work");
  }

  get isUsedUp(): boolean {
    return this.#steps > this.maxSteps;
  }

  #heavier(): Share {
    return this.#template.steps > this.#heaviest.steps ? this.#template : this.#heaviest;
  }

  /** The template that took the most steps. */
  get heaviest(): string {
    return this.#heavier().template;
  }

  /** Liquid calls `check` before each part of a template, with the time. */
  readonly renderLimit: { check: () => void; use: () => void; work: Work } = {
    check: () => this.spend(this.#partSteps),
    use: () => {},
    work: this,
  };

  /** Liquid calls `use` with the number of characters or list items before it creates them. */
  readonly memoryLimit = {
    check: () => {},
    use: (count: number) => {
      if (!(Number(count) > 0)) return;
      this.#characters += Number(count);
      if (this.#characters > workLimits.characters) throw new Error("memory limit exceeded");
      this.spend(Number(count) / stepCharacters);
    },
  };
}

type MeteredContext = { renderLimit: { work?: Work } };

/** Returns the work counter of a rendering. */
export function workOf(context: Context): Work {
  const { work } = (context as unknown as MeteredContext).renderLimit;
  if (!work) throw new Error("a template is rendered without a limit");
  return work;
}

const isList = (value: unknown): value is object => typeof value === "object" && value !== null;
const lengthOf = (value: object) => (Array.isArray(value) ? value.length : Object.keys(value).length);

/** The number of items in a list or object, including nested ones. 0 for any other value. */
function itemsIn(value: unknown): number {
  if (!isList(value)) return 0;
  let items = 0;
  for (const item of Array.isArray(value) ? value : Object.values(value)) items += 1 + itemsIn(item);
  return items;
}

/** The steps to traverse a value once. */
export function stepsThrough(value: unknown): number {
  if (typeof value === "string") return value.length / stepCharacters;
  return isList(value) ? lengthOf(value) : 0;
}

/** The steps to compare two values. `contains` compares with each item. */
export function stepsToCompare(left: unknown, right: unknown): number {
  if (typeof left === "string" && typeof right === "string") return stepsToSearch(left, right);
  if (!isList(left)) return 0;
  return isList(right) ? lengthOf(left) * (1 + itemsIn(right)) : lengthOf(left);
}

function stepsToSearch(text: string, pattern: string): number {
  return text.length / stepCharacters + (text.length * pattern.length) / stepComparisons;
}

const constant = /^(size|first|last|default|raw)$/;
const searching = /^(split|replace|remove)/;
const dating = /^date/;
// Names of months and days, and time zones, use locale tables.
const stepsOfDate = 50;
const stepsOfDirective = 25;
const comparing = /^(where|reject|find|find_index|has)$/;

/** The steps of a filter, computed before it runs. */
export function stepsOfFilter(name: string, value: unknown, args: readonly unknown[]): number {
  let steps = 1 + args.length;
  if (constant.test(name)) return steps;
  steps += stepsThrough(value);
  if (dating.test(name)) steps += stepsOfDate + stepsOfDirective * String(args[0] ?? "").split("%").length;
  for (const arg of args) {
    if (searching.test(name) && typeof value === "string" && typeof arg === "string")
      steps += stepsToSearch(value, arg);
    else if (comparing.test(name) && isList(value) && isList(arg)) steps += lengthOf(value) * itemsIn(arg);
    else steps += stepsThrough(arg);
  }
  return steps;
}

import type { Context } from "liquidjs";

/**
 * What filling all messages of one content may cost together: steps (about a microsecond each on a slow machine) and
 * characters that filters, captures and ranges make. Counted instead of timed, so that the same template with the same
 * values is always filled or never, however busy the machine is.
 */
export const workLimits = { steps: 25_000, characters: 4_000_000 } as const;

const stepCharacters = 500;
/** Steps of the search for a text in a text: its worst case compares each character with each. */
const stepComparisons = 2_500;
const tagCharacters = 200;

/** Thrown when the steps are used up. */
export class TooMuchWork extends Error {}

type Share = { template: string; steps: number };

/** The work of one filling. Stands in for Liquid's own limits, which see one template and the clock. */
export class Work {
  #steps = 0;
  #characters = 0;
  #template: Share = { template: "", steps: 0 };
  #heaviest = this.#template;
  /** Steps of one part of the template that is being rendered. */
  #partSteps = 1;

  constructor(readonly maxSteps: number = workLimits.steps) {}

  /** Begins a template. A part costs more where the longest tag is long: it may evaluate all that stands in it. */
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

  /** Liquid calls `use` with characters or list items before it makes them. */
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

type Measured = { renderLimit: { work?: Work } };

/** The work a rendering is part of. */
export function workOf(context: Context): Work {
  const { work } = (context as unknown as Measured).renderLimit;
  if (!work) throw new Error("a template is rendered without a limit");
  return work;
}

const isList = (value: unknown): value is object => typeof value === "object" && value !== null;
const lengthOf = (value: object) => (Array.isArray(value) ? value.length : Object.keys(value).length);

/** Items of a list or object with all that lies in it; 0 for anything else. */
function itemsIn(value: unknown): number {
  if (!isList(value)) return 0;
  let items = 0;
  for (const item of Array.isArray(value) ? value : Object.values(value)) items += 1 + itemsIn(item);
  return items;
}

/** Steps to go through a value once. */
export function stepsThrough(value: unknown): number {
  if (typeof value === "string") return value.length / stepCharacters;
  return isList(value) ? lengthOf(value) : 0;
}

/** Steps to compare two values; `contains` compares with each item. */
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
// Names of months and days, and time zones, take the language's tables.
const stepsOfDate = 50;
const stepsOfDirective = 25;
const comparing = /^(where|reject|find|find_index|has)$/;

/** Steps of a filter, before it works. */
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

import {
  CaptureTag,
  CaseTag,
  Context,
  defaultOperators,
  type Emitter,
  evalToken,
  type FilterImplOptions,
  ForTag,
  Liquid,
  type Operators,
  Tag,
  type TagToken,
  type Template,
  type TopLevelToken,
  TypeGuards,
  toValue,
} from "liquidjs";
import { valueText } from "./plain";
import { stepsOfFilter, stepsThrough, stepsToCompare, type Work, workLimits, workOf } from "./work";

/**
 * The tags that a prompt may use. Excluded: include, layout, block (files), tablerow (HTML), liquid (a second syntax),
 * cycle, increment, decrement (hidden state). `render` refers to a snippet and is replaced before rendering.
 */
export const allowedTags = ["if", "unless", "case", "for", "break", "continue", "assign", "capture", "comment", "raw"];

const silentTags = ["echo", "#"];

// Refused: `sample`, which is random, and filters that hide expressions in strings.
const refusedFilters = /^(sample|.*_exp)$/;

/** The tag of a snippet, for analysis only. The scan has already checked its argument. */
class SnippetTag extends Tag {
  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
    super(token, remaining, liquid);
  }

  render(): never {
    throw new Error("snippets are put in when a version is saved");
  }
}

/** `capture`, charged to the memory limit: each nested capture can double the length. */
class MeasuredCaptureTag extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    yield* super.render(context);
    context.memoryLimit.use(String(context.bottom()[this.variable]).length);
  }
}

/** `for`, charged for a list that it creates from an object or reverses, before the first iteration. */
class MeasuredForTag extends ForTag {
  override *render(context: Context, emitter: Emitter): ReturnType<ForTag["render"]> {
    if (!TypeGuards.isRangeToken(this.collection))
      workOf(context).spend(stepsThrough(toValue(yield evalToken(this.collection, context))));
    return yield* super.render(context, emitter);
  }
}

/** `case`, charged for the comparisons with all its values. */
class MeasuredCaseTag extends CaseTag {
  override *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const value = toValue(yield this.value.value(context, true));
    const values = this.branches.reduce((sum, branch) => sum + branch.values.length, 0);
    workOf(context).spend(values * (1 + (typeof value === "object" ? stepsToCompare(value, value) : 0)));
    yield* super.render(context, emitter);
  }
}

type Operator = (left: unknown, right: unknown, context: Context) => unknown;

/** Liquid's operators, charged for their comparisons. */
function measuredOperators(): Operators {
  const measured = Object.entries(defaultOperators).map(([name, operator]) => {
    const comparison = name === "==" || name === "!=" || name === "contains";
    const charge: Operator = (left, right, context) => {
      if (name === "not")
        workOf(right as Context).spend(1); // it has one operand
      else workOf(context).spend(1 + (comparison ? stepsToCompare(toValue(left), toValue(right)) : 0));
      return (operator as Operator)(left, right, context);
    };
    return [name, charge];
  });
  return Object.fromEntries(measured);
}

/** Wraps a filter so that its work is charged before it runs. */
function measuredFilter(name: string, filter: FilterImplOptions): FilterImplOptions {
  const { handler, raw } = typeof filter === "function" ? { handler: filter, raw: false } : filter;
  return {
    raw,
    handler(value, ...args) {
      workOf(this.context).spend(stepsOfFilter(name, toValue(value), args));
      return handler.call(this, value, ...args);
    },
  };
}

/** The only Liquid engine: own properties only, strict, no files, no HTML escaping, UTC dates, limited work. */
export const engine = createEngine();

type Limits = NonNullable<ConstructorParameters<typeof Context>[3]>;

/** Renders a parsed template and charges it to `work`. */
export function renderParsed(templates: Template[], scope: object, { renderLimit, memoryLimit }: Work): string {
  const limits = { renderLimit, memoryLimit } as unknown as Limits; // Liquid does not export its class of limits
  const context = new Context(scope, engine.options, { sync: true }, { ...limits, liquid: engine });
  return engine.renderSync(templates, context);
}

function createEngine(): Liquid {
  const liquid = new Liquid({
    ownPropertyOnly: true,
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    templates: {},
    timezoneOffset: 0,
    locale: "en-US",
    parseLimit: 2_000_000,
    memoryLimit: workLimits.characters,
    operators: measuredOperators(),
  });
  const kept = new Set([...allowedTags, ...silentTags]);
  for (const name of Object.keys(liquid.tags)) if (!kept.has(name)) delete liquid.tags[name];
  for (const name of Object.keys(liquid.filters)) if (refusedFilters.test(name)) liquid.unregisterFilter(name);
  liquid.registerTag("render", SnippetTag);
  liquid.registerTag("capture", MeasuredCaptureTag);
  liquid.registerTag("for", MeasuredForTag);
  liquid.registerTag("case", MeasuredCaseTag);
  liquid.registerFilter("raw", (value: unknown) => value);
  for (const [name, filter] of Object.entries(liquid.filters))
    liquid.registerFilter(name, measuredFilter(name, filter));
  liquid.options.outputEscape = function (this: { context: Context }, value: unknown) {
    const text = valueText(toValue(value));
    if (typeof value === "object") this.context.memoryLimit.use(text.length);
    return text;
  };
  return liquid;
}

import { CaptureTag, type Context, Liquid, Tag, type TagToken, type TopLevelToken, toValue } from "liquidjs";

/**
 * Tags a prompt may use. Left out on purpose: include, layout, block (files), tablerow (HTML), liquid (a second
 * syntax), cycle, increment, decrement (hidden state). `render` names a snippet and is gone before rendering.
 */
export const allowedTags = ["if", "unless", "case", "for", "break", "continue", "assign", "capture", "comment", "raw"];

const silentTags = ["echo", "#"];

// Left out: a random choice, and filters that hide expressions inside strings.
const refusedFilters = /^(sample|.*_exp)$/;

/** Bounds of one rendering; exceeding one is `template_limit`. */
export const renderLimits = { milliseconds: 250, memory: 2_000_000, outputCharacters: 4_000_000 } as const;

/** The tag of a snippet as it is parsed for analysis; its argument was checked by the scan before. */
class SnippetTag extends Tag {
  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
    super(token, remaining, liquid);
  }

  render(): never {
    throw new Error("snippets are put in when a version is saved");
  }
}

/** `capture`, charging the memory limit: capturing a capture twice over doubles it each time. */
class MeasuredCaptureTag extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    yield* super.render(context);
    context.memoryLimit.use(String(context.bottom()[this.variable]).length);
  }
}

/** How a value is written into a prompt: texts as they are, lists and objects as JSON, nothing for null. */
export function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The one Liquid engine: own properties only, strict, no files, no HTML escaping, UTC dates, bounded. */
export const engine = createEngine();

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
    renderLimit: renderLimits.milliseconds,
    memoryLimit: renderLimits.memory,
  });
  const kept = new Set([...allowedTags, ...silentTags]);
  for (const name of Object.keys(liquid.tags)) if (!kept.has(name)) delete liquid.tags[name];
  for (const name of Object.keys(liquid.filters)) if (refusedFilters.test(name)) liquid.unregisterFilter(name);
  liquid.registerTag("render", SnippetTag);
  liquid.registerTag("capture", MeasuredCaptureTag);
  liquid.registerFilter("raw", (value: unknown) => value);
  liquid.options.outputEscape = function (this: { context: Context }, value: unknown) {
    const text = valueText(toValue(value));
    if (typeof value === "object") this.context.memoryLimit.use(text.length);
    return text;
  };
  return liquid;
}

import { RE2JS } from "re2js";
import { sha256Hex } from "@/lib/core/hash";
import { dayMs } from "@/lib/core/milliseconds";
import { compilePattern } from "@/lib/core/patterns";
import { asJson, below, type Paths } from "./field-paths";
import { eventLimits } from "./schema";

/** A pattern that is replaced in contents before they are stored. */
export type RedactionRule = { name: string; pattern: string; replacement: string };

/** What an environment stores of users' and models' texts. */
export type ContentPolicy = {
  /** The share of answers whose contents are stored, from 0 (none) to 1 (all). */
  contentShare: number;
  rules: RedactionRule[];
  /** Paths of fields that are always replaced, such as input.customer.email. */
  fields: readonly string[];
  /** The retention of contents in days. Null uses the installation's retention. */
  contentDays: number | null;
};

/** Why stored contents differ from what was sent, as stored numbers. */
export const contentMarks = { withheld: 1, redacted: 2, deleted: 3, expired: 4 } as const;
export type ContentMark = keyof typeof contentMarks;
export const contentMarkNames = Object.keys(contentMarks) as [ContentMark, ...ContentMark[]];

/** Replaces the value of a removed field. */
const removedText = "[removed]";

/** The texts of an event, a span or feedback. Fields that were not sent are absent. */
export type Contents = {
  /** The name of a step. */
  name?: string | null | undefined;
  input?: unknown;
  output?: unknown;
  comment?: string | null | undefined;
  error?: string | null | undefined;
  attributes?: Record<string, string | number | boolean> | null | undefined;
};

const isText = (value: unknown) => value !== undefined && value !== null && value !== "";

/** Whether the contents of this answer are in the sample, by a hash of `key`. Equal keys get equal results. Pure. */
function isSampled(key: string, share: number): boolean {
  if (share >= 1) return true;
  return share > 0 && Number.parseInt(sha256Hex(key).slice(0, 8), 16) / 2 ** 32 < share;
}

type Replace = (text: string) => string;
/**
 * Measures redaction. `took` receives the length of each text and the time of a rule's replacements, and throws to
 * stop.
 */
export type Pace = { now: () => number; took: (ms: number, characters: number, rule: RedactionRule) => void };

/** A redacted text may be four times as long, and this much longer. Rules that add more text to it remove it. */
const mostGrowth = 200;

/** Returns a function that replaces the matches of every rule in a text, in the order of the rules. */
function replacerOf(rules: readonly RedactionRule[], pace?: Pace): Replace {
  const steps = rules.map((rule) => ({
    rule,
    pattern: compilePattern(rule.pattern),
    replacement: RE2JS.quoteReplacement(rule.replacement),
  }));
  return (text) => {
    let clean = text;
    let from = pace?.now() ?? 0;
    for (const [index, { rule, pattern, replacement }] of steps.entries()) {
      clean = pattern.matcher(clean).replaceAll(replacement);
      if (clean.length > text.length * 4 + mostGrowth) return removedText;
      if (!pace) continue;
      const to = pace.now();
      pace.took(to - from, index === 0 ? text.length : 0, rule);
      from = to;
    }
    return clean;
  };
}

const same: Replace = (text) => text;

/** Returns a value as JSON. A value that is too deep for it is removed. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return removedText;
  }
}

/**
 * Returns a value with texts replaced, also in names of fields, and fields removed, or the same value if nothing
 * changed. Numbers are matched as text. Without `replace` only fields are removed.
 */
function clean(value: unknown, paths: Paths, replace: Replace | null): unknown {
  if (value === undefined || value === null) return value;
  if (replace === null && paths.length === 0) return value;
  if (paths.some((path) => path.length === 0)) return removedText;
  if (typeof value === "string") {
    // Models answer with JSON as text. A path that leads into it applies.
    const json = paths.length === 0 ? null : asJson(value);
    const changed = json && clean(json, paths, null);
    return (replace ?? same)(changed === json ? value : toJson(changed));
  }
  if (typeof value === "number") {
    if (replace === null) return value;
    const text = String(value);
    const changed = replace(text);
    return changed === text ? value : changed;
  }
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) {
    const items = value.map((item, index) => clean(item, below(paths, String(index)), replace));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const entries = Object.entries(value);
  const names = new Map<string, number>();
  const changed = entries.map(
    ([key, one]) => [freeName((replace ?? same)(key), names), clean(one, below(paths, key), replace)] as const,
  );
  const isSame = changed.every(([name, one], index) => name === entries[index]?.[0] && one === entries[index]?.[1]);
  return isSame ? value : Object.fromEntries(changed);
}

/**
 * Names of fields can become the same when they are redacted. The later ones are numbered, so that no value is lost.
 * `used` has the last number of each name, so that many equal names are as fast as different ones.
 */
function freeName(name: string, used: Map<string, number>): string {
  for (let count = (used.get(name) ?? 0) + 1; ; count++) {
    const free = count === 1 ? name : `${name} ${count}`;
    if (count > 1 && used.has(free)) continue;
    used.set(name, count);
    if (count > 1) used.set(free, 1);
    return free;
  }
}

/**
 * Returns the contents that an environment stores, and what was done to them. `key` decides the sample. `at` and `now`
 * are in ms. Errors, attributes and names are always stored, redacted. Input, output and comments are removed if
 * contents are not stored.
 */
export function applyPolicy<Given extends Contents>(
  policy: ContentPolicy,
  input: Given,
  { key, at, now, pace }: { key: string; at: number; now: number; pace?: Pace },
): { contents: Given; mark: ContentMark | null } {
  const isOld = policy.contentDays !== null && at < now - policy.contentDays * dayMs;
  const isKept = !isOld && isSampled(key, policy.contentShare);
  const hadTexts = isText(input.input) || isText(input.output) || isText(input.comment);
  const filtered: Given = { ...input };
  if (!isKept) {
    if (filtered.input !== undefined) filtered.input = null;
    if (filtered.output !== undefined) filtered.output = null;
    if (filtered.comment !== undefined) filtered.comment = null;
  }
  const contents = redact(policy, filtered, [], pace);
  if (!isKept) return { contents, mark: hadTexts ? (isOld ? "expired" : "withheld") : null };
  const isChanged = contents.input !== input.input || contents.output !== input.output;
  return { contents, mark: isChanged || contents.comment !== input.comment ? "redacted" : null };
}

/** Returns contents without any text, for when they cannot be redacted. Pure. */
export function withoutTexts<Given extends Contents>(input: Given): Given {
  const changed: Given = { ...input };
  for (const part of ["input", "output", "comment", "attributes"] as const)
    if (changed[part] !== undefined) changed[part] = null as never;
  if (changed.error) changed.error = removedText;
  if (changed.name) changed.name = removedText;
  return changed;
}

const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** Returns a function that removes these texts, in small or capital letters. */
function removerOf(secret: readonly string[]): Replace {
  if (secret.length === 0) return (text) => text;
  const pattern = new RegExp(secret.map(literally).join("|"), "giu");
  return (text) => text.replace(pattern, removedText);
}

/**
 * Returns the replacements of all texts. Names of fields come again and again, so each short text is looked at once.
 */
function remembering(replace: Replace): Replace {
  const known = new Map<string, string>();
  return (text) => {
    if (text.length > 64) return replace(text);
    const before = known.get(text);
    if (before !== undefined) return before;
    const after = replace(text);
    if (known.size < 1_000) known.set(text, after);
    return after;
  };
}

/** Redacted contents may have twice the size that contents may have when they are sent. */
const isSmall = (value: unknown) => Buffer.byteLength(JSON.stringify(value ?? null)) <= 2 * eventLimits.contentBytes;

/** Returns contents with the rules and fields of a policy applied and the `secret` texts removed. Pure. */
export function redact<Given extends Contents>(
  { rules, fields }: Pick<ContentPolicy, "rules" | "fields">,
  input: Given,
  secret: readonly string[] = [],
  pace?: Pace,
): Given {
  const byRules = replacerOf(rules, pace);
  const remove = removerOf(secret);
  const replace = remembering((text) => remove(byRules(text)));
  const paths = fields.map((field) => field.split("."));
  const changed: Given = { ...input };
  for (const part of ["input", "output", "comment", "error", "attributes"] as const)
    if (input[part] !== undefined) changed[part] = clean(input[part], below(paths, part), replace) as never;
  for (const part of ["input", "output"] as const)
    if (changed[part] !== input[part] && !isSmall(changed[part])) changed[part] = removedText as never;
  // A step always has a name.
  if (input.name) changed.name = replace(input.name) || removedText;
  return changed;
}

/** Returns a text with rules applied. Throws if a pattern does not parse. */
export const replaceIn = (text: string, rules: readonly RedactionRule[], pace?: Pace): string =>
  replacerOf(rules, pace)(text);

/**
 * Combines policies if several environments may apply: the strictest value of each setting and the rules of all. Pure.
 */
export function strictest(policies: readonly ContentPolicy[]): ContentPolicy | null {
  if (policies.length === 0) return null;
  const days = policies.flatMap(({ contentDays }) => (contentDays === null ? [] : [contentDays]));
  return {
    contentShare: Math.min(...policies.map(({ contentShare }) => contentShare)),
    rules: policies.flatMap(({ rules }) => rules),
    fields: policies.flatMap(({ fields }) => fields),
    contentDays: days.length === 0 ? null : Math.min(...days),
  };
}

import { expect, test } from "vitest";
import { abPlan, armOf } from "@/lib/testing/experiment-arms";
import type { MadeUser } from "../arms";
import { type MetricName, metrics } from "../metrics";
import { mulberry32, normalSample } from "../statistics";
import { formatDifference } from "./figures";
import type { Comparison } from "./schema";
import { betweenWords } from "./sentences";
import { computeVerdict, type VerdictFacts } from "./verdict";
import { verdictWords } from "./verdict-words";

// Random verdicts of every kind. The sentence, the table and the intervals must agree.
const variants = ["v1", "v2", "v3"].map((key, index) => ({ key, version: index + 1, weight: 1 / 3 }));
const primaries: MetricName[] = ["completion", "violation_rate", "cost", "thumbs"];
const rails: MetricName[] = ["cost", "refusal_rate", "edit_rate"];

function someArm(variant: string, random: () => number) {
  const shift = () => (random() < 0.5 ? 0 : 0.12 * normalSample(random));
  const clamp = (share: number) => Math.min(1, Math.max(0, share));
  const [done, broken, thumbs, refused, edited] = [0.7, 0.02, 0.8, 0.05, 0.2].map((rate) =>
    clamp(rate + shift() * rate),
  );
  const usd = 0.01 * (1 + 2 * Math.abs(shift()));
  const yes = (share = 0) => (random() < share ? 1 : 0);
  return armOf(
    variant,
    Array.from(
      { length: 600 },
      (): MadeUser => ({
        completion: [1, yes(done)],
        violation_rate: [1, yes(broken)],
        thumbs: [1, yes(thumbs)],
        refusal_rate: [1, yes(refused)],
        edit_rate: [1, yes(edited)],
        cost: [1, usd * Math.exp(0.2 * normalSample(random))],
      }),
    ),
  );
}

const signed = ({ metric, interval: [low, high] }: Comparison): [number, number] =>
  metrics[metric].worse === "higher"
    ? [low ?? -Infinity, high ?? Infinity]
    : [-(high ?? Infinity), -(low ?? -Infinity)];

function checkSentence(found: VerdictFacts, sentence: string) {
  const own = found.comparisons.filter(({ role }) => role === "primary");
  const readingOf = (name: string) => own.find(({ variant }) => variant === name)?.reading;
  const better = /^(v\d) is better: /.exec(sentence)?.[1];
  if (better) expect(readingOf(better)).toBe("better");
  const worse = /^(v\d(?: and v\d)?) (?:is|are) worse/.exec(sentence)?.[1]?.split(" and ") ?? [];
  for (const name of worse) expect(readingOf(name)).toBe("worse");
  const alike = /^No clear difference between (.+)\.$/.exec(sentence)?.[1]?.split(/, | and /) ?? [];
  for (const name of alike) expect(["unclear", "nothing_to_test", undefined]).toContain(readingOf(name));
  if (alike.length > 0) expect(alike).toEqual(["v1", "v2", "v3"]);
  // A clear result must always be mentioned.
  if (found.result === "no_difference")
    for (const { variant, reading } of own) if (reading === "worse") expect(worse).toContain(variant);
}

function checkGuardrail(one: Comparison, detail: string) {
  const { label } = metrics[one.metric];
  const margin = one.margin ?? Number.NaN;
  const agreed = formatDifference(one.metric, margin).replace("+", "");
  const [least, most] = signed(one);
  if (detail.includes(`${label} did not get worse.`)) expect(most).toBeLessThanOrEqual(0);
  if (detail.includes(`${label} got worse, within the agreed ${agreed}.`)) {
    expect(least).toBeGreaterThan(0);
    expect(most).toBeLessThan(margin);
  }
  if (detail.includes(`${label} did not get worse by more than the agreed ${agreed}.`))
    expect(most).toBeLessThan(margin);
  const summed = /(?:^|\. )([^.]+) did not get worse by more than agreed\./.exec(detail)?.[1]?.toLowerCase() ?? "";
  const isSummed =
    detail.includes("No guardrail got worse by more than agreed.") || summed.includes(label.toLowerCase());
  if (isSummed) {
    expect(one.reading).toBe("not_worse");
    expect(most).toBeLessThan(margin);
    expect(least).toBeLessThanOrEqual(0);
  }
  if (detail.includes(`${label} got worse by more than the agreed`)) expect(least).toBeGreaterThan(margin);
}

test("the sentence, the table and the interval agree for every result", () => {
  const random = mulberry32(1);
  const kinds = new Set<string>();
  for (let run = 0; run < 150; run++) {
    const primaryMetric = primaries[run % primaries.length] ?? "completion";
    const [first, second] = [rails[run % rails.length] ?? "cost", rails[(run + 1) % rails.length] ?? "cost"];
    const guardrails = [first, ...(run % 2 ? [second] : [])]
      .filter((metric) => metric !== primaryMetric)
      .map((metric) => ({ metric, margin: metrics[metric].kind === "rate" ? 0.02 : run % 2 ? 0.1 : 0.02 }));
    const plan = abPlan({ variants, primaryMetric, guardrails });
    const [control, ...candidates] = variants.map(({ key }) => someArm(key, random));
    if (!control) throw new Error("There is no control.");
    const found = computeVerdict({ plan, control, candidates });
    const words = verdictWords({ ...found, control: "v1", power: plan.power, nameOf: (variant) => variant });
    kinds.add(found.result);
    checkSentence(found, words.sentence);
    const main = found.comparisons.find((one) => one.role === "primary" && one.variant === (found.variant ?? "v2"));
    const between = main && betweenWords(main.metric, main.interval, main.difference ?? 0);
    if (between) expect(words.detail).toContain(`The true change lies ${between}`);
    expect(words.detail).not.toMatch(/would have been found|undefined|NaN|null/);
    if (/more than agreed\.$/.test(words.detail)) kinds.add("summed");
    for (const one of found.comparisons)
      if (one.role === "guardrail" && one.variant === main?.variant) checkGuardrail(one, words.detail);
  }
  expect([...kinds]).toEqual(expect.arrayContaining(["better", "no_difference", "worse", "summed"]));
});

test("three versions are not called equal if one is worse", () => {
  const arm = (variant: string, done: number) =>
    armOf(
      variant,
      Array.from({ length: 1_000 }, (_, n): MadeUser => ({ completion: [1, n < done ? 1 : 0] })),
    );
  const plan = abPlan({ variants });
  const found = computeVerdict({ plan, control: arm("v1", 700), candidates: [arm("v2", 705), arm("v3", 513)] });
  const words = verdictWords({ ...found, control: "v1", power: 0.8, nameOf: (variant) => variant });
  expect(words.sentence).toBe("v3 is worse than v1; v2 is not clearly different.");
  expect(words.detail).toContain("is found in 80 of 100 experiments");
});

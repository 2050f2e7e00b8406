import { capitalize, listWords } from "@/lib/core/words";
import { metrics } from "../metrics";
import { formatCount, formatDifference, formatMoney, formatShare, formatValue } from "./figures";
import type { Comparison, NetValue, Verdict } from "./schema";
import { betweenWords, changeWords, metricWords, type NameOf, type Words } from "./sentences";

type VerdictFacts = Pick<Verdict, "result" | "variant" | "harmedGuardrails" | "detectable" | "netValue"> & {
  comparisons: readonly Comparison[];
  control: string;
  power: number;
  nameOf: NameOf;
};

const join = (...parts: (string | null)[]) => parts.filter(Boolean).join(" ");

/** The verdict in words. Each sentence comes from the comparisons in the table. */
export function verdictWords(facts: VerdictFacts): Words {
  const { variant, comparisons, control, netValue, nameOf } = facts;
  const primaries = comparisons.filter(({ role }) => role === "primary");
  const main = primaries.find((one) => one.variant === variant) ?? primaries[0];
  if (!main) return { sentence: "Nothing was measured.", detail: "" };
  const { sentence, detail } = resultWords(facts, primaries, main);
  const net = netValueWords(netValue, main.variant, nameOf(main.variant), nameOf(control));
  return { sentence, detail: join(detail, net) };
}

function resultWords(facts: VerdictFacts, primaries: readonly Comparison[], main: Comparison): Words {
  const { result, comparisons, control, nameOf } = facts;
  const { metric, baseline, value, difference } = main;
  const [name, old] = [nameOf(main.variant), nameOf(control)];
  const values = `${formatValue(metric, value)} with ${name}, ${formatValue(metric, baseline)} with ${old}.`;
  const range = rangeWords(main);
  const rails = guardrailWords(comparisons, main.variant);
  const change = changeWords(metric, difference ?? 0);
  switch (result) {
    case "nothing_to_test":
      return {
        sentence: `Nothing to test: ${metricWords(metric)} is the same everywhere.`,
        detail: join(values, "Every answer had the same outcome, so neither version can be better.", rails),
      };
    case "better":
      return {
        sentence: `${name} is better: ${change}.`,
        detail: join(values, range, othersWords(facts, primaries, main), rails, costWords(comparisons, main)),
      };
    case "worse":
      return {
        sentence: `${name} is worse: ${change}.`,
        detail: join(values, range, othersWords(facts, primaries, main), rails),
      };
    case "blocked":
      return blockedWords(facts, main, { change, values, range });
    case "depends_on_one_user":
      return { sentence: oneUserSentence(main, name), detail: join(values, oneUserDetail(main, nameOf), rails) };
    case "selective_ratings":
      return {
        sentence: `${metrics[metric].label} cannot be compared: ${name} is rated ${isRatedMore(main) ? "more" : "less"} often than ${old}.`,
        detail: join(responseWords(main, name, old), values, rails),
      };
    case "no_difference":
      return noDifferenceWords(facts, primaries, { values, range, rails });
  }
}

/** The net value of a user of the version compared with the control, in words; null if the plan states no worth. */
export function netValueWords(netValue: NetValue | null, variant: string, name: string, old: string): string | null {
  const one = netValue?.comparisons.find((each) => each.variant === variant);
  if (!netValue || !one) return null;
  const stated = `At ${formatMoney(netValue.taskWorthUsd)} for a finished task`;
  if (one.reading === "cost_unknown")
    return `${stated}, net value is not stated: the cost is known for ${formatShare(Math.min(...one.costKnown), 0)} of the answers, and 95\u00a0% are needed.`;
  const [low, high] = one.interval;
  const between =
    low === null || high === null
      ? ""
      : `, between ${formatDifference("cost", low)} and ${formatDifference("cost", high)} (${formatShare(one.confidence, one.confidence >= 0.99 ? 1 : 0)} interval)`;
  if (one.reading === "depends_on_one_user") return `${stated}, the net value of ${name} depends on one user.`;
  if (one.reading === "unclear")
    return `${stated}, ${name} and ${old} are not clearly worth more or less per user${between}.`;
  const size = formatMoney(Math.abs(one.difference));
  return `${stated}, a user of ${name} is worth ${size} ${one.difference > 0 ? "more" : "less"} than one of ${old}, net of cost${between}.`;
}

function rangeWords({ metric, interval, difference, confidence }: Comparison): string | null {
  const between = betweenWords(metric, interval, difference ?? 0);
  const sure = formatShare(confidence, confidence * 100 >= 99 ? 1 : 0);
  return between && `The true change lies ${between} (${sure} interval).`;
}

/** The results of the variants that the first sentence does not mention. */
function othersWords(
  { control, nameOf }: VerdictFacts,
  primaries: readonly Comparison[],
  main: Comparison,
): string | null {
  const words = primaries
    .filter((one) => one !== main)
    .map((one) => `${nameOf(one.variant)} ${standing(one, nameOf(control))}.`);
  return words.length > 0 ? words.join(" ") : null;
}

const standings: Record<Comparison["reading"], string> = {
  better: "is better than",
  worse: "is worse than",
  not_worse: "is not clearly different from",
  unclear: "is not clearly different from",
  nothing_to_test: "does the same as",
  depends_on_one_user: "differs only by one user from",
  selective_ratings: "is not rated as often as",
};
const standing = ({ reading }: Comparison, control: string) => `${standings[reading]} ${control}`;

function blockedWords(
  { harmedGuardrails, nameOf }: VerdictFacts,
  main: Comparison,
  { change, values, range }: { change: string; values: string; range: string | null },
): Words {
  const name = nameOf(main.variant);
  const harmed = listWords(
    harmedGuardrails.filter((one) => one.variant === main.variant).map((one) => metricWords(one.metric)),
  );
  const isBetter = main.reading === "better";
  const gain = isBetter ? `${name} would be better, but` : `Do not release ${name}:`;
  return {
    sentence: `${gain} ${harmed} got worse by more than agreed.`,
    detail: join(isBetter ? `${capitalize(change)}.` : null, values, range),
  };
}

function noDifferenceWords(
  { control, nameOf, detectable, power }: VerdictFacts,
  primaries: readonly Comparison[],
  { values, range, rails }: { values: string; range: string | null; rails: string | null },
): Words {
  const [first] = primaries;
  const old = nameOf(control);
  const named = (readings: readonly Comparison["reading"][]) =>
    primaries.filter(({ reading }) => readings.includes(reading)).map((one) => nameOf(one.variant));
  const worse = named(["worse"]);
  const open = named(["unclear", "nothing_to_test"]);
  const sentence =
    worse.length > 0
      ? `${listWords(worse)} ${worse.length > 1 ? "are" : "is"} worse than ${old}; ${listWords(open)} ${open.length > 1 ? "are" : "is"} not clearly different.`
      : `No clear difference between ${listWords([...new Set([old, ...open])])}.`;
  const seen =
    detectable === null || !first
      ? null
      : `At this size a change of ${formatDifference(first.metric, detectable).replace("+", "")} is found in ${formatCount(power * 100)} of 100 experiments; a smaller one may still be there.`;
  return { sentence, detail: join(values, range, seen, rails) };
}

const oneUserSentence = ({ dependsOn, metric }: Comparison, name: string) =>
  dependsOn && dependsOn.effectiveUsers < 100
    ? `No verdict on ${name}: a few users have most of the answers.`
    : `No verdict on ${name}: the difference in ${metricWords(metric)} depends on one user.`;

function oneUserDetail({ dependsOn }: Comparison, nameOf: NameOf): string | null {
  if (!dependsOn) return null;
  const { unitId, variant, effectiveUsers } = dependsOn;
  const who = unitId === null ? "one user" : `user ${unitId}`;
  return effectiveUsers < 100
    ? `The users of ${nameOf(variant)} count as much as ${formatCount(effectiveUsers)} users with equally many answers; 100 are needed.`
    : `Without ${who} of ${nameOf(variant)} the result is different. See Health.`;
}

const isRatedMore = ({ response }: Comparison) => response !== null && response.value > response.baseline;

/** The shares of rated answers in both arms, and the resulting bounds of the difference. */
function responseWords({ metric, response }: Comparison, name: string, old: string): string | null {
  if (!response) return null;
  const { value, baseline, bounds } = response;
  const shares = `${formatShare(value)} of the answers of ${name} are rated, ${formatShare(baseline)} of those of ${old}: those who rate are not the same people.`;
  const between = bounds && betweenWords(metric, bounds, bounds[0] + bounds[1]);
  return between ? `${shares} Among people who would rate both, the change lies ${between}.` : shares;
}

/** The result of each guardrail, from the position of its interval relative to zero and to the margin. */
function guardrailWords(comparisons: readonly Comparison[], variant: string): string | null {
  const rails = comparisons.filter((one) => one.role === "guardrail" && one.variant === variant);
  const held = rails.filter(isHeld);
  // One sentence for those of which one thing is to say. Those that need attention stand first, each on its own.
  if (held.length < 2) return rails.length > 0 ? rails.map(oneGuardrailWords).join(" ") : null;
  const names =
    held.length === rails.length ? "No guardrail" : capitalize(listWords(held.map((one) => metricWords(one.metric))));
  const others = rails.filter((one) => !isHeld(one)).map(oneGuardrailWords);
  return [
    ...others,
    `${names} ${held.length === rails.length ? "got" : "did not get"} worse by more than agreed.`,
  ].join(" ");
}

/** The interval of a guardrail turned so that more is worse. */
function worsening({ metric, interval: [low, high] }: Comparison): [number | null, number | null] {
  if (metrics[metric].worse === "higher") return [low, high];
  return [high === null ? null : -high, low === null ? null : -low];
}

/** Not worse by more than agreed, and not clearly worse within it. */
function isHeld(one: Comparison): boolean {
  const [least] = worsening(one);
  return one.reading === "not_worse" && (least === null || least <= 0);
}

function oneGuardrailWords(one: Comparison): string {
  const { metric, reading, margin } = one;
  const label = metrics[metric].label;
  const agreed = margin === null ? "agreed" : `the agreed ${formatDifference(metric, margin).replace("+", "")}`;
  const [least, most] = worsening(one);
  switch (reading) {
    case "worse":
      return `${label} got worse by more than ${agreed}.`;
    case "not_worse":
      if (least !== null && least > 0) return `${label} got worse, within ${agreed}.`;
      return most !== null && most <= 0
        ? `${label} did not get worse.`
        : `${label} did not get worse by more than ${agreed}.`;
    case "depends_on_one_user":
      return `${label} got worse only because of one user.`;
    case "selective_ratings":
      return `${label} cannot be compared: not as many answers are rated.`;
    case "nothing_to_test":
      return `${label} is the same everywhere.`;
    default:
      return `Not clear whether ${metricWords(metric)} got worse by more than ${agreed}.`;
  }
}

function costWords(comparisons: readonly Comparison[], { metric, variant }: Comparison): string | null {
  const cost = comparisons.find((one) => one.variant === variant && one.metric === "cost_per_completion");
  if (!cost || metric === "cost_per_completion" || cost.difference === null || cost.role !== "exploratory") return null;
  if (cost.reading !== "better" && cost.reading !== "worse") return null;
  return `${capitalize(changeWords("cost_per_completion", cost.difference))}.`;
}

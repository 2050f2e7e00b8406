import * as z from "zod/mini";
import { defaultWindows, type MetricName, metrics, type WindowedMetric } from "@/lib/experiments/metrics";
import type { ExperimentPlan, Variant } from "@/lib/experiments/plan";
import { planDefaults, planFaults } from "@/lib/experiments/plan-rules";
import { planFieldError } from "@/lib/experiments/plan-words";
import type { PlanBasis } from "@/lib/experiments/queries/plan-basis";
import type { ExperimentView } from "@/lib/experiments/views";
import { numberIn, percentText, shareOf } from "../typed-numbers";
import { equally, type Shares, withShare } from "./shares";

/** One row of the versions. `version` is null until one is chosen. */
export type FormVariant = { key: string; version: number | null; share: number };

/** The plan while it is edited. Numbers are text, in points or percent. */
export type PlanForm = {
  name: string;
  hypothesis: string;
  prompt: string;
  environment: string;
  kind: ExperimentPlan["kind"];
  variants: FormVariant[];
  trafficShare: string;
  primaryMetric: MetricName;
  minimumEffect: string;
  baseline: string;
  guardrails: { metric: MetricName; margin: string }[];
  /** The worth of a finished task in USD. Empty: not stated. */
  taskWorthUsd: string;
  alpha: string;
  power: string;
  group: string;
  /** The outcome windows, in minutes. */
  windows: Record<WindowedMetric, number>;
  /** Set over the API and unchanged here. */
  bandit: ExperimentPlan["bandit"];
  /** The reason for the change of plan, for a new phase. */
  reason: string;
};

/** An empty plan, optionally for a prompt. */
export function emptyForm(prompt: string, environment: string): PlanForm {
  return {
    name: "",
    hypothesis: "",
    prompt,
    environment,
    kind: "ab",
    primaryMetric: "completion",
    variants: [
      { key: "control", version: null, share: 90 },
      { key: "candidate", version: null, share: 10 },
    ],
    trafficShare: "100",
    minimumEffect: "5",
    baseline: "",
    guardrails: [],
    taskWorthUsd: "",
    group: "",
    windows: defaultWindows,
    bandit: null,
    reason: "",
    alpha: percentText(planDefaults.alpha),
    power: percentText(planDefaults.power),
  };
}

/** The form of an existing plan. */
export function formOf(view: ExperimentView): PlanForm {
  const rounded = view.variants.map(({ weight }) => Math.max(1, Math.round(weight * 100)));
  const shares = rounded.reduce((a, b) => a + b, 0) === 100 ? rounded : withShare(rounded, 0, rounded[0] ?? 1);
  const isRate = metrics[view.primaryMetric].kind === "rate";
  return {
    name: view.name,
    hypothesis: view.hypothesis,
    prompt: view.prompt,
    environment: view.environment,
    kind: view.kind,
    primaryMetric: view.primaryMetric,
    group: view.exclusiveGroup ?? "",
    windows: { ...defaultWindows, ...view.outcomeWindows },
    bandit: view.bandit,
    reason: "",
    variants: view.variants.map(({ key, version }, index) => ({ key, version, share: shares[index] ?? 1 })),
    trafficShare: percentText(view.trafficShare),
    minimumEffect: percentText(view.minimumEffect),
    baseline: view.baseline === null ? "" : isRate ? percentText(view.baseline) : String(view.baseline),
    guardrails: view.guardrails.map(({ metric, margin }) => ({ metric, margin: percentText(margin) })),
    taskWorthUsd: view.taskWorthUsd === undefined ? "" : String(view.taskWorthUsd),
    alpha: percentText(view.alpha),
    power: percentText(view.power),
  };
}

/** The shares of the rows. */
export const sharesOf = (form: PlanForm): number[] => form.variants.map(({ share }) => share);
export const withShares = (form: PlanForm, shares: Shares): PlanForm => ({
  ...form,
  variants: form.variants.map((variant, index) => ({ ...variant, share: shares[index] ?? 1 })),
});

/** Changes the kind: a bandit starts with equal shares, an A/B test with a small share for the candidate. */
export function withKind(form: PlanForm, kind: PlanForm["kind"]): PlanForm {
  const careful = form.variants.map((_, index) => (index === 0 ? 100 - 10 * (form.variants.length - 1) : 10));
  const wasBandit = form.kind !== "ab";
  if ((kind !== "ab") === wasBandit) return { ...form, kind };
  return withShares(
    { ...form, kind },
    kind === "ab" && form.variants.length <= 6 ? careful : equally(form.variants.length),
  );
}

/** Returns a key that no other row has: candidate, candidate-2, … */
export function freeKey(variants: readonly FormVariant[]): string {
  const names = ["candidate", ...Array.from({ length: 12 }, (_, n) => `candidate-${n + 2}`)];
  return names.find((name) => !variants.some(({ key }) => key === name)) ?? "candidate";
}

const number = (text: string) => numberIn(text, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY) ?? Number.NaN;

type FieldFault = { pointer: string; message: string };

/** Converts the form to a plan. Invalid numbers are reported as faults. */
export function toTypedPlan(form: PlanForm): { plan: ExperimentPlan; faults: FieldFault[] } {
  const isRate = metrics[form.primaryMetric].kind === "rate";
  const faults: FieldFault[] = [];
  const read = (pointer: string, text: string, [low, high]: [number, number], message: string) => {
    const value = number(text);
    if (!(value >= low && value <= high)) faults.push({ pointer, message });
    return shareOf(value);
  };
  const variants: Variant[] = form.variants.map(({ key, version, share: part }, index) => {
    if (version === null) faults.push({ pointer: `/variants/${index}/version`, message: "Choose a version." });
    return { key, version: version ?? -index, weight: shareOf(part) };
  });
  const plan: ExperimentPlan = {
    kind: form.kind,
    variants,
    primaryMetric: form.primaryMetric,
    exclusiveGroup: form.group.trim() || null,
    trafficShare: read("/trafficShare", form.trafficShare, [0.1, 100], "Between 0.1 and 100 %."),
    minimumEffect: read("/minimumEffect", form.minimumEffect, [0.1, isRate ? 99 : 1000], "A change above 0.1."),
    alpha: read("/alpha", form.alpha, [0.1, 20], "Between 0.1 and 20 %."),
    power: read("/power", form.power, [50, 99], "Between 50 and 99 %."),
    baseline: form.baseline.trim() === "" ? null : isRate ? shareOf(number(form.baseline)) : number(form.baseline),
    guardrails: form.guardrails.map(({ metric, margin }, index) => ({
      metric,
      margin: read(`/guardrails/${index}/margin`, margin, [0, 100], "Between 0 and 100."),
    })),
    outcomeWindows: form.windows,
    ...(form.kind === "ab" && form.taskWorthUsd.trim() !== "" && { taskWorthUsd: number(form.taskWorthUsd) }),
    bandit: form.kind === "ab" ? null : (form.bandit ?? { ...planDefaults.bandit }),
  };
  if (plan.baseline !== null && Number.isNaN(plan.baseline))
    faults.push({
      pointer: "/baseline",
      message: "A number, or nothing when it is not known.",
    });
  if (plan.taskWorthUsd !== undefined && !(plan.taskWorthUsd > 0 && plan.taskWorthUsd <= 1e6))
    faults.push({
      pointer: "/taskWorthUsd",
      message: "An amount in USD above 0, or nothing when it is not known.",
    });
  return { plan, faults: faults.length > 0 ? faults : planFaults(plan).map(planFieldError) };
}

/** The schema of the form: returns the plan for the server, including cleared fields, and the texts beside it. */
export const planSchema = (isPhase: boolean) =>
  z.pipe(
    z.custom<PlanForm>(),
    z.transform((form, { issues }) => {
      const { plan, faults } = toTypedPlan(form);
      const [name, hypothesis, reason] = [form.name.trim(), form.hypothesis.trim(), form.reason.trim()];
      const needed = isPhase
        ? [{ pointer: "/reason", value: reason, message: "Enter why the plan changes." }]
        : [
            { pointer: "/name", value: name, message: "Enter a name." },
            { pointer: "/prompt", value: form.prompt, message: "Choose a prompt." },
          ];
      const found = [...needed.filter(({ value }) => !value), ...faults];
      // Errors of a list come before those of its items, so that each is shown at its own field.
      for (const { pointer, message } of found.toSorted((one, other) => depth(one.pointer) - depth(other.pointer)))
        issues.push({ code: "custom", input: form, message, path: pointer.split("/").slice(1) });
      const { prompt, environment } = form;
      return {
        name,
        hypothesis,
        prompt,
        environment,
        reason,
        plan: { ...plan, taskWorthUsd: plan.taskWorthUsd ?? null },
      };
    }),
  );
const depth = (pointer: string) => pointer.split("/").length;

export type PlanFields = z.output<ReturnType<typeof planSchema>>;

/** Clears the versions after a change of prompt or environment. */
export const unchosen = (form: PlanForm): PlanForm => ({
  ...form,
  variants: form.variants.map((variant) => ({ ...variant, version: null })),
});

/** Chooses default versions: the live one against the newest others. Chosen versions are kept. */
export function withVersions(form: PlanForm, { versions, liveVersion }: PlanBasis): PlanForm {
  if (form.variants.some(({ version }) => version !== null)) return form;
  const control = liveVersion ?? versions.at(-1)?.version ?? null;
  const others = versions.filter(({ version, isOfCopy }) => version !== control && !isOfCopy);
  return {
    ...form,
    variants: form.variants.map((variant, index) => ({
      ...variant,
      version: index === 0 ? control : (others[index - 1]?.version ?? null),
    })),
  };
}

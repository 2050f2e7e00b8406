import type { Dimension } from "@/lib/registry/gate/dimensions";
import { dimensions } from "@/lib/registry/gate/dimensions";
import type { GatePolicyView } from "@/lib/registry/gate/queries/policies";
import type { GatePolicyFields } from "@/lib/registry/gate/schema";
import { numberIn, percentText } from "../typed-numbers";

/** A gate as it is typed: shares in percent, empty where nothing is asked. */
export type GateForm = {
  suite: string;
  minimums: Record<Dimension, string>;
  isNotWorse: boolean;
  alpha: string;
  repeats: string;
  /** "provider/name"; empty: the version's own. */
  model: string;
  budgetUsd: string;
  runOnSave: boolean;
  autoPromote: boolean;
};

export type FormFaults = Partial<Record<Dimension | "alpha" | "repeats" | "model" | "budgetUsd" | "minimums", string>>;

/** The form of a gate, or of a new one. */
export function toForm(policy: GatePolicyView | null, suite: string): GateForm {
  const { minimums = {}, model = null, budgetUsd = null } = policy ?? {};
  return {
    suite: policy?.suite.id ?? suite,
    minimums: Object.fromEntries(dimensions.map((one) => [one, percentText(minimums[one])])) as Record<
      Dimension,
      string
    >,
    isNotWorse: policy?.isNotWorse ?? true,
    alpha: percentText(policy?.alpha ?? 0.05),
    repeats: String(policy?.repeats ?? 1),
    model: model ? `${model.provider}/${model.name}` : "",
    budgetUsd: budgetUsd === null ? "" : String(budgetUsd),
    runOnSave: policy?.runOnSave ?? true,
    autoPromote: policy?.autoPromote ?? false,
  };
}

/** What was typed as a gate's fields, and what is wrong with it; fields at fault are left as nobody asked for them. */
export function fromForm(form: GateForm, concurrency: number): { fields: GatePolicyFields; faults: FormFaults } {
  const faults: FormFaults = {};
  const minimums: GatePolicyFields["minimums"] = {};
  for (const dimension of dimensions) {
    const text = form.minimums[dimension];
    const value = numberIn(text, 0, 100);
    if (value !== null) minimums[dimension] = value / 100;
    else if (text.trim() !== "") faults[dimension] = "From 0 to 100, or empty.";
  }
  if (Object.keys(minimums).length === 0 && !form.isNotWorse)
    faults.minimums = "Set a minimum, or require that the version is not worse than the live one.";
  const alpha = numberIn(form.alpha, 0.01, 50);
  if (form.isNotWorse && alpha === null) faults.alpha = "From 0.01 to 50.";
  const repeats = numberIn(form.repeats, 1, 10);
  if (repeats === null || !Number.isInteger(repeats)) faults.repeats = "A whole number from 1 to 10.";
  const budget = numberIn(form.budgetUsd, 0.01, 10_000);
  if (budget === null && form.budgetUsd.trim() !== "") faults.budgetUsd = "From 0.01 to 10,000, or empty.";
  const [, provider, name] = /^([^/]+)\/(.+)$/.exec(form.model.trim()) ?? [];
  if (form.model.trim() !== "" && !name) faults.model = "Write it as connection/model, such as openai/gpt-4.1-mini.";
  const { suite, isNotWorse, runOnSave, autoPromote } = form;
  return {
    faults,
    fields: {
      suite,
      minimums,
      isNotWorse,
      runOnSave,
      autoPromote,
      concurrency,
      alpha: (alpha ?? 5) / 100,
      repeats: repeats ?? 1,
      budgetUsd: budget,
      model: provider && name ? { provider, name } : null,
    },
  };
}

import * as z from "zod/mini";
import type { Dimension } from "@/lib/registry/gate/dimensions";
import { dimensions } from "@/lib/registry/gate/dimensions";
import type { GatePolicyView } from "@/lib/registry/gate/queries/policies";
import type { GatePolicyFields } from "@/lib/registry/gate/schema";
import { judged, typed, typedOrNone } from "../form-schema";
import { numberIn, percentText, wholeNumberIn } from "../typed-numbers";

/** The form of a gate. Shares are in percent. An empty text means no requirement. */
export type GateForm = {
  suite: string;
  minimums: Record<Dimension, string>;
  isNotWorse: boolean;
  alpha: string;
  repeats: string;
  /** "provider/name". Empty: the version's own model. */
  model: string;
  budgetUsd: string;
  runOnSave: boolean;
  autoPromote: boolean;
};

/** Converts a gate to its form. Null: a new gate with the default values. */
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

const minimum = typedOrNone((text) => numberIn(text, 0, 100), "From 0 to 100, or empty.");
const modelOf = (text: string) => /^([^/]+)\/(.+)$/.exec(text.trim());

/** The schema that validates the form and converts it to the fields of a gate. */
export const gateSchema = z.pipe(
  z
    .object({
      suite: z.string(),
      minimums: z.record(z.enum(dimensions), minimum),
      isNotWorse: z.boolean(),
      alpha: z.string(),
      repeats: typed((text) => wholeNumberIn(text, 1, 10), "A whole number from 1 to 10."),
      model: judged((text) =>
        text.trim() === "" || modelOf(text) ? null : "Write it as connection/model, such as openai/gpt-4.1-mini.",
      ),
      budgetUsd: typedOrNone((text) => numberIn(text, 0.01, 10_000), "From 0.01 to 10,000, or empty."),
      runOnSave: z.boolean(),
      autoPromote: z.boolean(),
    })
    .check(
      z.refine(({ isNotWorse, alpha }) => !isNotWorse || numberIn(alpha, 0.01, 50) !== null, {
        path: ["alpha"],
        error: "From 0.01 to 50.",
        when: () => true,
      }),
      z.refine(({ isNotWorse, minimums }) => isNotWorse || Object.values(minimums).some((value) => value !== null), {
        path: ["minimums"],
        error: "Set a minimum, or require that the version is not worse than the live one.",
        when: () => true,
      }),
    ),
  z.transform(({ minimums, alpha, model, ...fields }): Omit<GatePolicyFields, "concurrency"> => {
    const [, provider, name] = modelOf(model) ?? [];
    return {
      ...fields,
      minimums: Object.fromEntries(
        Object.entries(minimums).flatMap(([dimension, value]) => (value === null ? [] : [[dimension, value / 100]])),
      ),
      alpha: (numberIn(alpha, 0.01, 50) ?? 5) / 100,
      model: provider && name ? { provider, name } : null,
    };
  }),
);

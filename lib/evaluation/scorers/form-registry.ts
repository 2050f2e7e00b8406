import type { Dimension } from "@/lib/registry/gate/dimensions";
import type { ScorerForm } from "./form-fields";
import { agreementForm } from "./forms/agreement";
import { containsForm } from "./forms/contains";
import { exactForm } from "./forms/exact";
import { jsonEqualityForm } from "./forms/json-equality";
import { jsonSchemaForm } from "./forms/json-schema";
import { judgeForm } from "./forms/judge";
import { lengthForm } from "./forms/length";
import { numericForm } from "./forms/numeric";
import { piiForm } from "./forms/pii";
import { prohibitedForm } from "./forms/prohibited";
import { regexForm } from "./forms/regex";
import { requiredSectionsForm } from "./forms/required-sections";
import { similarityForm } from "./forms/similarity";
import type { ScorerConfig, ScorerType } from "./schema";

const all = [
  exactForm,
  containsForm,
  regexForm,
  numericForm,
  jsonEqualityForm,
  similarityForm,
  judgeForm,
  jsonSchemaForm,
  requiredSectionsForm,
  lengthForm,
  prohibitedForm,
  piiForm,
  agreementForm,
];

/** The form of each type. It only gets configurations of its own type. */
const forms = Object.fromEntries(all.map((form) => [form.type, form])) as unknown as Record<
  ScorerType,
  ScorerForm<ScorerType, ScorerConfig>
>;

/** The words and the form of a type of scorer. */
export const scorerForm = (type: ScorerType) => forms[type];

/** The types to offer for a dimension: those that measure it by default, then those that can; the most used first. */
export function typesOf(dimension: Dimension): ScorerType[] {
  const fit = all.filter(({ dimensions }) => dimensions.some((one) => one === dimension));
  const isGuest = (form: { dimensions: readonly Dimension[] }) => Number(form.dimensions[0] !== dimension);
  return fit.sort((a, b) => isGuest(a) - isGuest(b) || a.rank - b.rank).map(({ type }) => type);
}

/** The types to offer for live answers, the most used first. */
export const liveTypes = (): ScorerType[] =>
  [...all]
    .sort((a, b) => a.rank - b.rank)
    .map(({ type }) => type)
    .filter((type) => typeof scorerForm(type).live !== "string");

/** The settings of a scorer in one line. */
export const summaryOf = (config: ScorerConfig): string => scorerForm(config.type).summary(config);

/** When a scorer passes: only in full, or from a threshold. */
export const passWords = ({ threshold }: Pick<ScorerConfig, "threshold">) =>
  threshold >= 1 ? "Passes in full only" : `Passes from ${Math.round(threshold * 100)}\u00a0%`;

import { z } from "zod";
import { answerDimensions, type Dimension } from "@/lib/registry/gate/dimensions";
import type { ScorerForm } from "./form-fields";
import type { Finding } from "./measures/finding";
import type { ScoredCase } from "./types";

type AnswerDimension = (typeof answerDimensions)[number];

/** A field for one of the dimensions of a single answer, with a default. */
export const dimensionField = (dimension: AnswerDimension) => z.enum(answerDimensions).default(dimension);

const head = {
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "An id consists of lowercase letters, digits and single hyphens.")
    .max(60, "An id has at most 60 characters.")
    .refine((id) => !id.startsWith("check-"), "Ids that begin with check- belong to the checks of cases.")
    .meta({ description: "The id of the scorer, unique in the suite." }),
  version: z.int().min(1).max(1_000_000).default(1).meta({
    description:
      "The version of the scorer. It increases when the measurement changes. The value that you send is ignored.",
  }),
  name: z.string().trim().min(1, "Give it a name.").max(80, "A name has at most 80 characters."),
};
const thresholdField = (threshold: number) =>
  z
    .number()
    .min(0)
    .max(1)
    .default(threshold)
    .meta({ description: "The lowest score with which an answer passes, 0 to 1." });

type DimensionField<D extends Dimension> = D extends AnswerDimension
  ? ReturnType<typeof dimensionField>
  : z.ZodDefault<z.ZodLiteral<"consistency">>;

/** The input of a measure: the answer as text, and its case. */
type MeasureInput = {
  text: string;
  testCase: ScoredCase;
  /** The JSON Schema that the version requires of its answers. */
  responseSchema?: Record<string, unknown> | undefined;
};

type Fields = Record<string, z.ZodType>;
type ConfigOf<F extends Fields> = z.output<z.ZodObject<F>> & { threshold: number };

type Declaration<Type extends string, D extends Dimension, F extends Fields> = {
  /** The label, help and fields of its form. */
  form: Omit<ScorerForm<Type, ConfigOf<F>>, "dimensions"> & { dimensions: readonly [D, ...Dimension[]] };
  /** The fields of this type, in addition to id, name, dimension and threshold. */
  fields: F;
  /** The default threshold. */
  threshold: number;
  /** Returns the score of one answer with a sentence. Null: a judge gives the score, or several answers are needed. */
  measure: ((config: ConfigOf<F>, input: MeasureInput) => Finding) | null;
  /** Validation across several fields. */
  refine?: (config: ConfigOf<F>, ctx: z.core.$RefinementCtx) => void;
  /** Whether it takes microseconds on answers of ordinary length. If so, it runs outside of a thread. */
  isQuick?: boolean;
  /** The row of docs/scorers.md, in Markdown. */
  docs: { measures: string; fields: string };
};

/** Declares a type of scorer. API, OpenAPI document, form, page, docs and the rules of live answers derive from it. */
export function defineScorer<const Type extends string, const D extends Dimension, F extends Fields>(
  declared: Declaration<Type, D, F>,
) {
  const { form, fields, threshold } = declared;
  const [dimension] = form.dimensions;
  const schema = z.strictObject({
    ...head,
    dimension: (dimension === "consistency"
      ? z.literal("consistency").default("consistency")
      : dimensionField(dimension as AnswerDimension)) as unknown as DimensionField<D>,
    threshold: thresholdField(threshold),
    type: z.literal(form.type),
    ...fields,
  });
  return { ...declared, type: form.type, schema };
}

/** A scorer type of unknown configuration type. Its configurations were validated by its schema. */
export type AnyScorer = {
  type: string;
  measure: ((config: never, input: MeasureInput) => Finding) | null;
  refine?: (config: never, ctx: z.core.$RefinementCtx) => void;
  isQuick?: boolean;
};

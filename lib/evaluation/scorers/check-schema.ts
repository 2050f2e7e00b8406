import { z } from "zod";
import { dimensionField } from "./define-scorer";
import {
  checkBounds,
  containsFields,
  fenceField,
  jsonSchemaField,
  lengthFields,
  numericFields,
  phrase,
  regexFields,
  sectionFields,
  somePhrases,
} from "./fields";

const ofDimension = (dimension: Parameters<typeof dimensionField>[0]) => ({ dimension: dimensionField(dimension) });
const numericCheck = { value: z.number(), ...numericFields };

/** A requirement of one case for its answer, in addition to the expected answer. */
export const caseCheck = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("contains"),
      texts: somePhrases(),
      ...containsFields,
      ...ofDimension("accuracy"),
    }),
    z.strictObject({
      type: z.literal("not_contains"),
      texts: somePhrases(),
      ignoreCase: z.boolean().default(true),
      ...ofDimension("safety"),
    }),
    z.strictObject({ type: z.literal("regex"), ...regexFields, ...ofDimension("accuracy") }),
    z.strictObject({ type: z.literal("numeric"), ...numericCheck, ...ofDimension("accuracy") }),
    z.strictObject({
      type: z.literal("json_schema"),
      schema: jsonSchemaField,
      isFenceAllowed: fenceField,
      ...ofDimension("format"),
    }),
    z.strictObject({ type: z.literal("required_sections"), ...sectionFields, ...ofDimension("format") }),
    z.strictObject({ type: z.literal("length"), ...lengthFields, ...ofDimension("format") }),
    z.strictObject({
      type: z.literal("rubric"),
      criteria: phrase
        .max(2_000)
        .meta({ description: "What the judge checks in this answer. The answer passes or fails." }),
      ...ofDimension("accuracy"),
    }),
  ])
  .superRefine((check, ctx) => {
    if (check.type === "length") checkBounds(check, ctx);
  });
export type CaseCheck = z.output<typeof caseCheck>;
export type CheckType = CaseCheck["type"];

/** The checks of a case. */
export const checksInput = z.array(caseCheck).max(50, "A case has at most 50 checks.");

import { z } from "zod";
import { defineScorer } from "../define-scorer";
import { fenceField } from "../fields";
import { jsonEqualityForm } from "../forms/json-equality";
import { measureJsonEquality } from "../measures/json-equality";

export const jsonEquality = defineScorer({
  form: jsonEqualityForm,
  threshold: 1,
  fields: {
    ignorePaths: z
      .array(
        z
          .string()
          .max(500)
          .regex(/^(\/[^/]*)+$/, "A path looks like /items/*/id."),
      )
      .max(50)
      .default([])
      .meta({ description: "JSON pointers to parts that are not compared. `*` matches any key or index." }),
    tolerance: z.number().min(0).max(1e12).default(0).meta({ description: "The allowed difference between numbers." }),
    isFenceAllowed: fenceField,
  },
  measure: (config, { text, testCase }) => measureJsonEquality(config, text, testCase.expected),
  docs: {
    measures: "equality with the expected JSON, value by value",
    fields: "`ignorePaths` (`/items/*/id`), `tolerance`, `isFenceAllowed`",
  },
});

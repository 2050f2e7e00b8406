import { defineScorer } from "../define-scorer";
import { fenceField, jsonSchemaField } from "../fields";
import { jsonSchemaForm } from "../forms/json-schema";
import { measureJsonSchema } from "../measures/format";

export const jsonSchema = defineScorer({
  form: jsonSchemaForm,
  threshold: 1,
  fields: {
    schema: jsonSchemaField
      .nullable()
      .default(null)
      .meta({ description: "The JSON Schema; null for the version's own `responseSchema`." }),
    isFenceAllowed: fenceField,
  },
  measure(config, { text, responseSchema }) {
    const schema = config.schema ?? responseSchema;
    return schema
      ? measureJsonSchema(schema, config.isFenceAllowed, text)
      : { skipped: "The version asks for no response schema to compare the answer with." };
  },
  docs: {
    measures:
      "whether the answer is JSON that matches a schema (draft 2020-12, 2019-09 or 07), with formats. References must stay inside the schema, and its patterns are RE2",
    fields: "`schema` (null: the version's `responseSchema`), `isFenceAllowed`",
  },
});

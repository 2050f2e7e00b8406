import { defineScorerForm, fenceFormField } from "../form-fields";

export const jsonSchemaForm = defineScorerForm({
  type: "json_schema",
  label: "JSON Schema",
  help: "The answer is JSON that fits a schema: yours, or the response schema of the version.",
  dimensions: ["format"],
  rank: 7,
  hasDegrees: () => false,
  start: { schema: null, isFenceAllowed: true, threshold: 1 },
  fields: [{ kind: "schema", name: "schema" }, fenceFormField],
  summary: ({ schema }: { schema: unknown }) => (schema ? "Custom schema" : "The response schema of the version"),
});

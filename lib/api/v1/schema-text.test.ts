import { expect, it } from "vitest";
import { schemaText } from "./schema-text";

it("writes a schema as a type people can read", () => {
  const text = schemaText({
    type: "object",
    properties: {
      name: { type: "string", maxLength: 200, description: "The name." },
      kind: { anyOf: [{ const: "all" }, { type: "array", items: { $ref: "#/components/schemas/Prompt" } }] },
      tags: { type: "array", items: { enum: ["a", "b"] } },
      more: { type: "object", additionalProperties: {} },
    },
    required: ["name"],
  });
  expect(text).toBe(`{
  name: string  // The name. ..200 characters
  kind?: "all" | Prompt[]
  tags?: ("a" | "b")[]
  more?: { [name]: any }
}`);
});

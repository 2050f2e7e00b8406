import { expect, test } from "vitest";
import { z } from "zod";
import { tools } from "./tools";

const text = JSON.stringify(
  tools.map(({ description, input }) => [description, z.toJSONSchema(input, { io: "input", unrepresentable: "any" })]),
);

test("no tool asks for a URL-encoded name, because its input is JSON", () => {
  expect(text).toContain("support/triage, or its id");
  expect(text).not.toMatch(/URL-encoded|%2F/);
});

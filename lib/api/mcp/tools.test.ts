import { expect, test } from "vitest";
import { toolView } from "./server";
import { tools } from "./tools";

const views = tools.map(toolView);

test("no tool asks for a URL-encoded name, because its input is JSON", () => {
  const text = JSON.stringify(views);
  expect(text).toContain("support/triage, or its id");
  expect(text).not.toMatch(/URL-encoded|%2F/);
});

test("every field of a tool has a description", () => {
  const silent = views.flatMap(({ name, inputSchema }) =>
    Object.entries(inputSchema.properties ?? {}).flatMap(([field, { description }]) =>
      description ? [] : [`${name}.${field}`],
    ),
  );
  expect(silent).toEqual([]);
});

import { expect, test } from "vitest";
import { z } from "zod";
import { pathErrors, queryErrors } from "./field-errors";
import { pageQuery } from "./pagination";
import {
  environmentName,
  idPath,
  instant,
  interactionPath,
  promptPath,
  userId,
  versionPath,
  versionText,
} from "./v1/fields";

test.each([
  ["an id", idPath, ["invalid_id", "not_found"]],
  ["a prompt and its version", versionPath, ["invalid_name", "invalid_id", "not_found"]],
  ["a prompt and an environment", promptPath.extend({ environment: environmentName }), ["invalid_name", "not_found"]],
  ["an interaction, whose id an application chooses", interactionPath, ["not_found"]],
  ["a user, who need not be known", z.strictObject({ id: userId }), []],
  ["nothing", undefined, []],
])("a path that names %s has the codes of its fields", (_, path, codes) => {
  expect(pathErrors(path)).toEqual(codes);
});

test("a query has the codes of its fields, optional or with a description of their own", () => {
  const query = z.strictObject({
    ...pageQuery,
    version: versionText.optional(),
    from: instant.optional().meta({ description: "Only from this time." }),
    environment: environmentName.optional(),
  });
  expect(queryErrors(query)).toEqual(["invalid_limit", "invalid_cursor", "invalid_id", "timestamp_out_of_range"]);
});

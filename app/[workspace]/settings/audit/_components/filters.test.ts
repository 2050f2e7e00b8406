import { expect, it } from "vitest";
import { toAuditFilter } from "./filters";

it("reads any URL, without values the database cannot use", () => {
  const nothing = { action: null, person: "", target: "", from: "", to: "" };
  expect(toAuditFilter({ ...nothing, person: "\0", target: "sup\0port\uD800" })).toEqual({ target: "support" });
  expect(toAuditFilter({ ...nothing, from: "2026-13-01", to: "yesterday" })).toEqual({});
});

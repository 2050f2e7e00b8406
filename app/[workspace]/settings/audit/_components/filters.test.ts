import { describe, expect, it } from "vitest";
import { toAuditFilter } from "./filters";

it("reads any URL, without values the database cannot use", () => {
  const nothing = { action: null, person: "", target: "", from: "", to: "" };
  expect(toAuditFilter({ ...nothing, person: "\0", target: "sup\0port\uD800" })).toEqual({ target: "support" });
  expect(toAuditFilter({ ...nothing, from: "2026-13-01", to: "yesterday" })).toEqual({});
});

describe("toAuditFilter", () => {
  it("uses whole days in UTC, including the last one", () => {
    expect(
      toAuditFilter({ action: "key.create", person: "u1", target: "reply", from: "2026-11-01", to: "2026-11-01" }),
    ).toEqual({
      action: "key.create",
      actorId: "u1",
      target: "reply",
      from: "2026-11-01T00:00:00.000Z",
      to: "2026-11-02T00:00:00.000Z",
    });
  });

  it("ignores invalid days", () => {
    expect(toAuditFilter({ action: null, person: "", target: "", from: "2026-13-45", to: "soon" })).toEqual({});
  });
});

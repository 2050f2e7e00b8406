import { describe, expect, test } from "vitest";
import { limitFor, sizeWords } from "./body-limits";

const KiB = 1024;
const page = { method: "POST", hasSession: true, isAction: true };
const limitOf = (head: Partial<Parameters<typeof limitFor>[0]> & { path: string }) =>
  limitFor({ ...page, ...head }).limitBytes / KiB;

describe("the limits of bodies", () => {
  test.each([
    ["/api/auth/callback/credentials", 16],
    ["/api/auth/_log", 16],
    ["/api/editor/acme", 1_024],
    ["/api/cron/outbox", 16],
    ["/api/v1/events", 18 * 1_024],
    ["/api/mcp", 18 * 1_024],
    ["/api/public/ingestion", 18 * 1_024],
    ["/api/promptlayer/track-request", 18 * 1_024],
    ["/api/scim/v2/Users", 18 * 1_024],
    ["/metrics", 16],
    ["/acme/prompts/support/triage", 1_024],
    ["/acme/evaluations/suites/1", 1_024],
    ["/acme/settings/members", 64],
    ["/acme/import", 64],
    ["/", 64],
  ])("%s accepts %i KiB from a member", (path, expected) => expect(limitOf({ path })).toBe(expected));

  test("a page accepts 16 KiB without a session, and from a form", () => {
    expect(limitOf({ path: "/acme/prompts/support/triage", hasSession: false })).toBe(16);
    expect(limitOf({ path: "/acme/prompts/support/triage", isAction: false })).toBe(16);
  });

  test("reads accept no body on any path", () => {
    for (const path of ["/", "/acme/prompts", "/api/auth/session", "/api/v1/prompts", "/api/imports/acme/prompts"])
      for (const method of ["GET", "HEAD", "OPTIONS", "TRACE", "FOO"]) expect(limitOf({ path, method })).toBe(0);
  });

  test("a path that only starts like a route is a page", () => {
    expect(limitFor({ ...page, path: "/api/authentic" }).refusal).toBe("problem"); // no path under /api is a page
    expect(limitFor({ ...page, path: "/api-docs" }).refusal).toBe("action");
    expect(limitFor({ ...page, path: "/metrics-of-acme" }).refusal).toBe("action");
  });
});

test("sizes are formatted", () => {
  expect([16 * KiB, 64 * KiB + 1, 1_024 * KiB, 1_536 * KiB].map(sizeWords)).toEqual([
    "16 KiB",
    "65 KiB",
    "1 MiB",
    "1.5 MiB",
  ]);
});

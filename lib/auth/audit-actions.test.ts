import { describe, expect, test } from "vitest";
import { readSources } from "@/scripts/test/source-tree";
import { auditActions, isAuditAction } from "./audit-actions";

const files = readSources("lib").filter(({ isTest, path }) => !isTest && !path.startsWith("lib/testing/"));
const commands = files.filter(({ path }) => path !== "lib/auth/audit-actions.ts");

describe("the catalogue of audit actions", () => {
  test.each(Object.keys(auditActions))("%s is recorded by a command", (action) => {
    expect(commands.filter(({ text }) => text.includes(`"${action}"`)).map(({ path }) => path)).not.toEqual([]);
  });

  test("has a sentence and a kind of target for each", () => {
    for (const { label, target } of Object.values(auditActions)) {
      expect(label).toMatch(/^[A-Z].*[^.]$/);
      expect([target].flat().length).toBeGreaterThan(0);
    }
    expect(new Set(Object.values(auditActions).map(({ label }) => label)).size).toBe(Object.keys(auditActions).length);
  });

  test("accepts only its names", () => {
    expect(isAuditAction("version.promote")).toBe(true);
    expect(isAuditAction("constructor")).toBe(false);
  });

  test("is the only way to the log: only lib/auth/audit writes events, and the demo, which writes a history", () => {
    const writers = files
      .filter(({ text }) => /\binsertAuditEvents\b|auditEvent\.create/.test(text))
      .filter(({ path }) => !path.startsWith("lib/demo/"));
    expect(writers.map(({ path }) => path).sort()).toEqual(["lib/auth/audit.ts", "lib/core/audit.ts"]);
  });
});

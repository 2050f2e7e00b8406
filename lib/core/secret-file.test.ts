import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readOrCreateSecret } from "./secret-file";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "understudy-secret-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test("a secret is created once, for its owner alone", () => {
  const path = folder();
  const file = join(path, "session-secret");
  const secret = readOrCreateSecret(file);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(readOrCreateSecret(file)).toBe(secret);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(path)).toEqual(["session-secret"]);
});

test("an empty file, as a power cut leaves it, is no secret", () => {
  const file = join(folder(), "encryption-key");
  writeFileSync(file, "\n");
  expect(() => readOrCreateSecret(file)).toThrow(/encryption-key is empty\. Restore it from a backup/);
  expect(readFileSync(file, "utf8")).toBe("\n");
});

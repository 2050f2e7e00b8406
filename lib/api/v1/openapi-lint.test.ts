import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openApiDocument } from "./openapi-document";

/** Runs Redocly on a document. Returns its exit code and report. */
function lint(document: unknown): Promise<{ code: number; report: string }> {
  const folder = mkdtempSync(join(tmpdir(), "understudy-openapi-"));
  const file = join(folder, "openapi.json");
  writeFileSync(file, JSON.stringify(document));
  const args = ["node_modules/@redocly/cli/bin/cli.js", "lint", file, "--extends=recommended", "--format=stylish"];
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  return new Promise((done) => {
    execFile(process.execPath, args, { env, maxBuffer: 1e8 }, (error, out, problems) => {
      rmSync(folder, { recursive: true });
      done({ code: Number(error?.code ?? 0), report: `${out}${problems}` });
    });
  });
}

// For the other linter and the client generators see npm run test:openapi.
it("a linter finds no error in the OpenAPI document", { tags: ["slow"] }, async () => {
  const broken = { ...openApiDocument(), paths: {}, security: [{ nothing: [] }] };
  const [own, other] = await Promise.all([lint(openApiDocument()), lint(broken)]);
  expect(own.report).not.toMatch(/\berror\b/);
  expect(own.code).toBe(0);
  expect(other.code).toBe(1);
});

/** @module-tag slow */
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { handleApi } from "@/lib/api/node";
import { prisma } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { createEngine, type Engine } from "@/lib/evaluation/runs/engine/engine";
import { scorerConfig } from "@/lib/evaluation/scorers/schema";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { saveGatePolicy } from "@/lib/registry/gate/commands";
import { createSuiteExpecting, wordOf } from "@/lib/testing/evaluation";
import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
vi.stubEnv("ENCRYPTION_KEYS", `test:${Buffer.alloc(32, 7).toString("base64url")}`);

const script = "docs/examples/evaluate-prompt.sh";
const hasTools = ["bash", "curl", "jq"].every((tool) => {
  try {
    execFileSync(tool, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
});

// The script needs bash, curl and jq, which GitHub's machines have.
describe.skipIf(!hasTools)("the example for CI", () => {
  let provider: FakeProvider;
  let workspace: TestWorkspace;
  let engine: Engine;
  let folder = "";
  const server = createServer(handleApi);

  beforeAll(async () => {
    provider = await startFakeProvider();
    // A version that says "badly" gets half of the words wrong.
    provider.reply = (body) => {
      const word = wordOf(body);
      const isWrong = JSON.stringify(body).includes("badly") && Number(word.slice(1)) % 2 === 0;
      return { text: isWrong ? "something else" : word };
    };
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    workspace = await createTestWorkspace();
    const { owner, workspaceId } = workspace;
    const { suiteId } = await createSuiteExpecting(workspace, { provider, cases: 20 });
    const scorers = [scorerConfig.parse({ id: "exact", type: "exact", name: "Exact" })];
    await prisma().testSuite.update({
      where: { id: suiteId, workspaceId },
      data: { scorers: scorers as Prisma.InputJsonValue },
    });
    await promoteVersion(owner, { name: "say", version: 1, environment: "production", reason: "Start" });
    const minimums = { accuracy: 0.9 };
    await saveGatePolicy(owner, { name: "say", environment: "production", suite: suiteId, minimums });
    engine = createEngine(workspaceId);
    engine.start();
    folder = mkdtempSync(join(tmpdir(), "understudy-ci-"));
  });
  afterAll(async () => {
    await engine?.stop();
    await provider?.stop();
    server.closeAllConnections();
    server.close();
  });

  const content = (words: string) => {
    const file = join(folder, "content.json");
    const messages = [{ role: "user", content: `${words} Say {{ word }}.` }];
    const variables = [{ name: "word", type: "string", required: true }];
    const model = { provider: "fake", name: "fake-large" };
    writeFileSync(file, JSON.stringify({ type: "chat", model, messages, variables }));
    return file;
  };
  /** Runs the script like a CI job. Returns its exit code, its output, and the job's summary. */
  function run(settings: Record<string, string>) {
    const summary = join(folder, "summary.md");
    writeFileSync(summary, "");
    const env: NodeJS.ProcessEnv = {
      NODE_ENV: "test",
      PATH: process.env.PATH ?? "",
      GITHUB_STEP_SUMMARY: summary,
      POLL_SECONDS: "0.2",
      PROMPT: "say",
      UNDERSTUDY_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      UNDERSTUDY_API_KEY: workspace.manageKey,
      ...settings,
    };
    return new Promise<{ code: number; text: string; errors: string; summary: string }>((done) =>
      execFile("bash", [script], { env }, (error, text, errors) =>
        done({ code: Number(error?.code ?? 0), text, errors, summary: readFileSync(summary, "utf8") }),
      ),
    );
  }

  it("saves the content, and passes if the gate passes", async () => {
    const pushed = { CONTENT_FILE: content("Kindly."), ENVIRONMENT: "production" };
    const first = await run(pushed);
    expect(first).toMatchObject({ code: 0, errors: "" });
    expect(first.text).toContain("Evaluating say v2");
    expect(first.summary).toContain("- accuracy: 100 %");
    expect(first.summary).toContain("Not worse than v1: 0 cases fixed, none broken, 20 the same.");
    expect(first.summary).toContain("**passed**");
    const requestCount = () => provider.requests.filter(({ body }) => wordOf(body) !== "").length;
    const askedFirst = requestCount();
    expect(askedFirst).toBeGreaterThanOrEqual(40); // more if a running call was lost
    expect(await run(pushed)).toMatchObject({ code: 0, text: first.text });
    expect(requestCount()).toBe(askedFirst);
  }, 60_000);

  it("fails the job if the gate fails, and lists the broken cases", async () => {
    const { code, summary } = await run({ CONTENT_FILE: content("Do it badly."), ENVIRONMENT: "production" });
    expect(code).toBe(1);
    expect(summary).toContain("- Accuracy is 50\u00a0%, the minimum is 90\u00a0%.");
    expect(summary).toMatch(/- case \d+ “n\d+”: v1 passes accuracy, this one does not/);
    expect(summary).toContain("**failed**");
  }, 60_000);

  it("evaluates a version on a suite, without a gate", async () => {
    expect(await run({ VERSION: "1", SUITE: "Words", MINIMUM: "0.9" })).toMatchObject({ code: 0 });
    const low = await run({ VERSION: "3", SUITE: "Words", MINIMUM: "0.9" });
    expect(low).toMatchObject({ code: 1, summary: expect.stringContaining("failed: accuracy under 90 %") });
  }, 60_000);

  it("prints the server's error, and never passes on an error", async () => {
    const refused = await run({ VERSION: "1", ENVIRONMENT: "staging" });
    expect([refused.code, refused.errors]).toEqual([1, expect.stringMatching(/^not_found: A gate of say/)]);
    const keyless = await run({ VERSION: "1", ENVIRONMENT: "production", UNDERSTUDY_API_KEY: "us_manage_x" });
    expect([keyless.code, keyless.errors]).toEqual([1, expect.stringContaining("invalid_api_key")]);
    const gone = await run({ VERSION: "1", ENVIRONMENT: "production", UNDERSTUDY_URL: "http://127.0.0.1:9" });
    expect(gone.code).not.toBe(0);
    expect((await run({ ENVIRONMENT: "production" })).code).not.toBe(0);
  }, 60_000);
});

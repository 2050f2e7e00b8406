/** @module-tag slow */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isAppError } from "@/lib/core/errors";
import type { WorkPool } from "@/lib/core/work/task";
import { importCases } from "@/lib/evaluation/suites/commands/import-cases";
import { createSuite } from "@/lib/evaluation/suites/commands/suites";
import { importCasesInput } from "@/lib/evaluation/suites/schema";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { planImport } from "@/lib/registry/queries/import-plan";
import { planSnippetUpdate } from "@/lib/registry/queries/snippet-uses";
import { diffVersions } from "@/lib/registry/queries/versions";
import { watchBlocking } from "@/lib/testing/blocked";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { startWorkPool } from "./start";

/** Without threads each of these blocks for seconds. With threads, less than 50 ms remain on a quiet machine. */
const mostMs = 400;

let pool: WorkPool;
let hostile: Awaited<ReturnType<typeof createTestWorkspace>>;
let innocent: Awaited<ReturnType<typeof createTestWorkspace>>;
const short = (text: string) => ({ type: "text" as const, messages: [{ role: "user" as const, content: text }] });

beforeAll(async () => {
  pool = startWorkPool({ threads: 2 });
  [hostile, innocent] = [await createTestWorkspace(), await createTestWorkspace()];
  await createPrompt(innocent.owner, { name: "small", content: short("One") });
  await saveVersion(innocent.owner, { name: "small", content: short("Two") });
  await createPrompt(hostile.owner, { name: "long", content: longContent(1) });
  await saveVersion(hostile.owner, { name: "long", content: longContent(2_503) });
});
afterAll(() => pool.stop());

/**
 * The longest uninterrupted processor time of this thread, in ms, while `work` runs and another workspace requests a
 * diff.
 */
async function blockedDuring(
  work: () => Promise<unknown>,
): Promise<{ outcome: unknown; ms: number; answered: number }> {
  await diffVersions(innocent.owner, "small", 1, 2); // starts the threads
  const blocking = watchBlocking();
  let isOver = false;
  const outcome = work()
    .catch((error: unknown) => {
      if (!isAppError(error)) throw error;
      return error.code;
    })
    .finally(() => {
      isOver = true;
    });
  let answered = 0;
  do {
    expect(await diffVersions(innocent.owner, "small", 1, 2)).toMatchObject({ summary: "1 message" });
    answered++;
    await sleep(20);
  } while (!isOver);
  return { outcome: await outcome, ms: blocking.stop(), answered };
}

/** Words in a pseudorandom order that depends on the seed. */
const words = (seed: number, count: number) =>
  Array.from({ length: count }, (_, index) => `w${(seed * 7919 + index * 104_729) % 5_000}`).join(" ");
const longContent = (seed: number) => ({
  type: "chat" as const,
  messages: Array.from({ length: 200 }, (_, index) => ({ role: "user" as const, content: words(seed + index, 180) })),
});

describe("the largest inputs that are allowed, from one workspace", { timeout: 120_000 }, () => {
  test("two versions with 200 long messages compared", async () => {
    const { outcome, ms, answered } = await blockedDuring(() => diffVersions(hostile.owner, "long", 1, 2));
    expect((outcome as { summary: string }).summary).toMatch(/^\d{3} messages$/);
    expect(ms).toBeLessThan(mostMs);
    expect(answered).toBeGreaterThan(0);
  });

  test("an import with a megabyte of front matter", async () => {
    const lines = Array.from({ length: 25_000 }, (_, index) => `  key${index}: { a: ["x", "y"], b: ${index} }`);
    const text = `---\nmodel: openai/gpt-4o\ninput:\n  schema:\n    a: string\nextra:\n${lines.join("\n")}\n---\nHello {{a}}`;
    const files = [{ name: "large.prompt", text }];
    const { outcome, ms, answered } = await blockedDuring(() => planImport(hostile.owner, { files }));
    expect(outcome).toMatchObject({ counts: { create: 1 } });
    expect(ms).toBeLessThan(mostMs);
    expect(answered).toBeGreaterThan(0);
  });

  test("a file of 6 MiB with 10,000 cases", async () => {
    const suite = await createSuite(hostile.owner, { name: "Large" });
    const rows = Array.from({ length: 10_000 }, (_, row) => `${row},"${words(row, 60)}"`);
    const input = importCasesInput.parse({
      id: suite.id,
      format: "csv",
      text: ["question,expected", ...rows].join("\n"),
      isDryRun: true,
    });
    const { outcome, answered } = await blockedDuring(() => importCases(hostile.owner, input));
    expect(outcome).toMatchObject({ rows: 10_000, added: 10_000 });
    expect(answered).toBeGreaterThan(0);
  });

  test("an imported check whose JSON schema takes long to compile", async () => {
    const suite = await createSuite(hostile.owner, { name: "Slow schema" });
    const properties = Object.fromEntries(
      Array.from({ length: 900 }, (_, index) => [`p${index}`, { pattern: `a{999}b{999}c{999}d{${100 + index}}` }]),
    );
    const row = { variables: { a: 1 }, checks: [{ type: "json_schema", schema: { properties } }] };
    const input = importCasesInput.parse({ id: suite.id, format: "jsonl", text: JSON.stringify(row) });
    const { outcome, ms } = await blockedDuring(() => importCases(hostile.owner, input));
    expect(outcome).toBe("import_too_slow");
    expect(ms).toBeLessThan(mostMs);
  });

  test("a snippet that four long prompts use", async () => {
    const { owner } = hostile;
    await createPrompt(owner, { name: "tone", content: short("Be brief.") });
    for (let index = 0; index < 4; index++) {
      const { messages } = longContent(index);
      const head = { role: "system" as const, content: "{% render 'tone' %}" };
      await createPrompt(owner, {
        name: `user-${index}`,
        content: { type: "chat", messages: [head, ...messages.slice(1)] },
      });
    }
    await saveVersion(owner, { name: "tone", content: short(words(7, 300)) });
    const { outcome, ms } = await blockedDuring(() => planSnippetUpdate(owner, "tone", 2));
    expect(outcome).toHaveLength(4);
    expect((outcome as { diff: unknown }[])[0]?.diff).toMatchObject({ isSame: false });
    expect(ms).toBeLessThan(mostMs);
  });
});

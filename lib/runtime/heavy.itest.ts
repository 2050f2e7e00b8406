import { afterAll, beforeAll, expect, test } from "vitest";
import { createRawRegistry, type RawRegistry, saying } from "@/e2e/support/raw-registry";
import { startWorkPool } from "@/lib/api/work/start";
import { isAppError } from "@/lib/core/errors";
import type { WorkPool } from "@/lib/core/work/task";
import type { Content } from "@/lib/template/content";
import { compileContent } from "@/lib/template/render";
import { watchBlocking } from "@/lib/testing/blocked";
import { resolveFromMemory } from "@/lib/testing/warm";
import { resolvePrompt } from "./resolve";

const loop = (times: number) => `{% for i in (1..${times}) %}{{ i }}{{ i }}{% endfor %} {{ name }}`;
const manyTags = "{% if name %}a{% endif %}".repeat(2_500);
const contentOf = (text: string): Content => ({
  ...saying(text),
  variables: [{ name: "name", type: "string", required: true }],
});
let registry: RawRegistry;
let pool: WorkPool;

beforeAll(async () => {
  registry = await createRawRegistry(process.env.TEST_DATABASE_URL ?? "");
  pool = startWorkPool({ threads: 1 });
  for (const [name, text] of Object.entries({
    slow: loop(3_000),
    refused: loop(20_000),
    tags: manyTags,
    light: "Hi {{ name }}",
  })) {
    await registry.addPrompt(name);
    await registry.release(name, await registry.addVersion(name, contentOf(text)));
  }
});
afterAll(async () => {
  await pool.stop();
  await registry.close();
});

const variables = { name: "Ada" };
const fast = (name: string) => resolveFromMemory(registry.actor, { environment: "production", name, variables });
const whole = async (name: string) => (await resolvePrompt(registry.actor, { name, variables })).body.toString();
const refusal = (error: unknown) => (isAppError(error) ? { code: error.code, errors: error.errors } : error);

test("a prompt that is too slow leaves the fast route at its first call, and is rendered in a thread", async () => {
  await resolvePrompt(registry.actor, { name: "slow" });
  expect(fast("slow")).toBeNull();
  const filled = compileContent(contentOf(loop(3_000))).renderJson(variables);
  expect(await whole("slow")).toContain(filled);
  await whole("light");
  expect(fast("light")?.text).toContain("Hi Ada");
});

test("errors are the same", async () => {
  await resolvePrompt(registry.actor, { name: "refused" });
  const compiled = compileContent(contentOf(loop(20_000)));
  const here = await Promise.resolve()
    .then(() => compiled.renderJson(variables))
    .catch(refusal);
  expect(here).toMatchObject({ code: "template_too_slow" });
  expect(fast("refused")).toBeNull();
  expect(await whole("refused").catch(refusal)).toEqual(here);
});

test.each(["slow", "refused", "tags"])("%s: sequential calls leave the thread to others", async (name) => {
  await whole(name).catch(refusal); // starts the thread
  const blocking = watchBlocking();
  for (let call = 0; call < 10; call++) await whole(name).catch(refusal);
  expect(blocking.stop()).toBeLessThan(10);
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorkPool } from "@/lib/api/work/start";
import type { SystemActor } from "@/lib/auth/actor";
import type { WorkPool } from "@/lib/core/work/task";
import { watchBlocking } from "@/lib/testing/blocked";
import { assertSchemas, schemasIn } from "./assert-schemas";
import { scorersInput } from "./schema";
import { score } from "./score";

let pool: WorkPool;
beforeAll(() => {
  pool = startWorkPool({ threads: 2 });
});
afterAll(() => pool.stop());

const base = { version: 1, dimension: "format", threshold: 1 };
const scorer = (id: string, rest: object) => ({ ...base, id, name: id, ...rest });

/** Makes validation exponential: each level is validated several times as often as the one above. */
const twice = { properties: { a: { $ref: "#/$defs/n" } } };
const explosive = {
  $ref: "#/$defs/n",
  $defs: { n: { allOf: [twice, twice, twice, { properties: twice.properties }] } },
};
const nested = { output: `${'{"a":'.repeat(30)}1${"}".repeat(30)}`, toolCalls: [] };
const noCase = { variables: {}, expected: null, checks: [] };

const scorers = scorersInput.parse([
  scorer("before", { type: "contains", texts: ["a"] }),
  scorer("bomb", { type: "json_schema", schema: explosive }),
  scorer("after", { type: "length", max: 1_000_000 }),
]);

test("a schema that is too slow on an answer has no score, and does not affect other scorers and workspaces", {
  tags: ["slow"],
  timeout: 120_000,
}, async () => {
  const innocent = { answer: { output: "{}", toolCalls: [] }, testCase: noCase };
  const plain = scorersInput.parse([scorer("fits", { type: "json_schema", schema: { type: "object" } })]);
  await score(plain, innocent, { workspaceId: "innocent" }); // starts the thread
  const blocking = watchBlocking();
  const hostile = score(scorers, { answer: nested, testCase: noCase }, { workspaceId: "hostile" });
  let isOver = false;
  void hostile.finally(() => {
    isOver = true;
  });
  let answered = 0;
  for (; !isOver; answered++)
    expect(await score(plain, innocent, { workspaceId: "innocent" })).toMatchObject([{ value: 1 }]);
  const blockedMs = blocking.stop();
  expect(await hostile).toMatchObject([
    { scorer: "before", state: "scored", value: 1 },
    { scorer: "bomb", state: "invalid", code: "scorer_too_slow" },
    { scorer: "after", state: "scored", value: 1 },
  ]);
  expect((await hostile)[1]).not.toHaveProperty("value");
  expect(answered).toBeGreaterThan(10);
  expect(blockedMs).toBeLessThan(100);
});

test("scorers that only compare texts do not run in a thread", async () => {
  const quick = scorersInput.parse([scorer("says", { type: "contains", texts: ["a"] })]);
  const before = performance.now();
  for (let times = 0; times < 100; times++)
    await score(quick, { answer: nested, testCase: noCase }, { workspaceId: "a" });
  expect(performance.now() - before).toBeLessThan(1_000);
});

test("schemas with references are compiled in a thread on saving", async () => {
  const actor: SystemActor = { kind: "system", workspaceId: "00000000-0000-7000-8000-000000000000", name: "test" };
  const holder = (schema: object) => [{ type: "json_schema", schema: { $defs: { n: schema }, $ref: "#/$defs/n" } }];
  const check = (schema: object) => assertSchemas(actor, schemasIn(holder(schema), ["scorers"]));
  await expect(check({ type: "object" })).resolves.toBeUndefined();
  await expect(check({ type: "no such type" })).rejects.toMatchObject({
    code: "invalid_request",
    errors: [{ pointer: "/scorers/0/schema", message: expect.stringContaining("This is not a JSON Schema") }],
  });
});

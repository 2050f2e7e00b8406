import { expect, test } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { readiness } from "./health";

test("a process that starts says so without opening connections: its settings come later", async () => {
  freshProcess({});
  expect(await readiness("resolve", { isStarting: true })).toMatchObject({ status: "starting", degraded: [] });
  const made = Reflect.get(globalThis, Symbol.for("understudy.values")) as Map<string, unknown> | undefined;
  expect([...(made?.keys() ?? [])]).toEqual([]);
});

import { expect, test } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { readiness } from "./health";

test("a starting process reports it without opening connections, because its settings are not there yet", async () => {
  freshProcess({});
  expect(await readiness("resolve", { isStarting: true })).toMatchObject({ status: "starting", degraded: [] });
  const made = Reflect.get(globalThis, Symbol.for("understudy.values")) as Map<string, unknown> | undefined;
  expect([...(made?.keys() ?? [])]).toEqual([]);
});

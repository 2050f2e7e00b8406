import { expect, test } from "vitest";
import { thenAlways } from "./then-always";

test("what follows an act comes before what the act waits for, and even if the act throws", async () => {
  const order: string[] = [];
  const act = async () => {
    order.push("act");
    await null;
    order.push("its end");
  };
  await thenAlways(act, () => order.push("after"));
  expect(order).toEqual(["act", "after", "its end"]);
  const throwing = () => {
    throw new Error("in onDone");
  };
  await expect(thenAlways(throwing, () => order.push("after it"))).rejects.toThrow("in onDone");
  expect(order.at(-1)).toBe("after it");
});

import { expect, test } from "vitest";
import { uuidV7 } from "@/lib/core/uuid";
import { markReason, type Reason, reasonNumbers, reasonOf } from "./interaction-mark";

const reasons = Object.keys(reasonNumbers) as Reason[];

test("the mark of an id never changes, because applications send old ids back", () => {
  const id = "0197c5a0-1b2c-7d3e-8f40-5a6b7c8d9e0f";
  expect(reasons.map((reason) => markReason(id, reason))).toEqual([
    "0197c5a0-1b2c-7d3e-8f40-5a6b7c1ac7ca",
    "0197c5a0-1b2c-7d3e-8f40-5a6b7c2ff5fa",
    "0197c5a0-1b2c-7d3e-8f40-5a6b7c3506bf",
  ]);
});

test("a marked id is a UUIDv7 that says its reason; other ids say none", () => {
  for (const reason of reasons)
    for (let n = 0; n < 2_000; n++) {
      const id = markReason(uuidV7(), reason);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect([reasonOf(id), reasonOf(id.toUpperCase())]).toEqual([reason, reason]);
    }
  expect([reasonOf("0197c5a0-1b2c-7d3e-8f40-5a6b7c8d9e0f"), reasonOf("order-1234")]).toEqual([null, null]);
});

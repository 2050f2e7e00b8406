import { expect, test } from "vitest";
import { isGateFailure } from "./gate-failure";

test("a refusal that a person may override is one of the gate", () => {
  expect(["approval_required", "out_of_date", "gate_failed"].every((code) => isGateFailure({ code }))).toBe(true);
  expect([null, { code: "forbidden" }, { code: "conflict" }].some(isGateFailure)).toBe(false);
});

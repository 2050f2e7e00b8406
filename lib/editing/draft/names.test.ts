import { expect, it } from "vitest";
import { isSlip, nearestName } from "./names";

it("finds the intended name", () => {
  expect(nearestName("policy_url", ["message", "refund_url", "order_id"])).toBe("refund_url");
  expect(nearestName("custmer_name", ["customer_name", "order_name"])).toBe("customer_name");
  expect(nearestName("weather", ["order_id", "message"])).toBeNull();
});

it("distinguishes a typing error from a new name", () => {
  expect(isSlip("custmer_name", ["customer_name"])).toBe(true);
  expect(isSlip("customerName", ["customer_name"])).toBe(true);
  expect(isSlip("mesasge", ["message"])).toBe(true);
  expect(isSlip("policy_url", ["refund_url"])).toBe(false);
  expect(isSlip("message_2", ["message_1"])).toBe(false);
  expect(isSlip("plan", ["plane"])).toBe(false);
});

import { expect, test } from "vitest";
import { isReadableState } from "./router-state";

const isReadable = (state: string | undefined) =>
  isReadableState(state === undefined ? {} : { "next-router-state-tree": state });
const encoded = (state: unknown) => encodeURIComponent(JSON.stringify(state));

test("a request without a state, and the states that pages send, are readable", () => {
  expect([undefined, encoded(["", { children: ["sign-in", {}] }])].map(isReadable)).toEqual([true, true]);
});

test.each(["", "garbage", "%", "{}", encoded({ a: 1 }), encoded([1]), encoded(["", "x".repeat(50_000)])])(
  "%.20s is not readable",
  (state) => {
    expect(isReadable(state)).toBe(false);
  },
);

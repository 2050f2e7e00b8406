import { expect, test } from "vitest";
import { holdbackShares } from "./holdback-words";

test("shares are rounded only if needed, and add up to 100 %", () => {
  expect(holdbackShares({ share: 0.1 })).toEqual({ released: "90\u00a0%", kept: "10\u00a0%" });
  expect(holdbackShares({ share: 0.07 })).toEqual({ released: "93\u00a0%", kept: "7\u00a0%" });
  expect(holdbackShares({ share: 0.025 })).toEqual({ released: "97.5\u00a0%", kept: "2.5\u00a0%" });
});

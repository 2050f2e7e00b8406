import { expect, test } from "vitest";
import { costsFrom, readMonth } from "./budgets";

const now = new Date("2026-11-10T00:00:00Z");
const cost = (day: string, costUsd: number, promptId = "p", workspaceId = "w") => ({
  workspaceId,
  promptId,
  day,
  costUsd,
  unpricedTokens: 0,
});
const steady = Array.from({ length: 9 }, (_, day) => cost(`2026-11-0${day + 1}`, 10));
const own = { workspaceId: "w", promptId: "p", amountUsd: 250 };

test("costs are read from the month's first day, or from a week ago if that is earlier", () => {
  expect(costsFrom(now).toISOString()).toBe("2026-11-01T00:00:00.000Z");
  expect(costsFrom(new Date("2026-11-02T10:00:00Z")).toISOString()).toBe("2026-10-26T00:00:00.000Z");
});

test("a budget counts its own prompt, this month", () => {
  const costs = [...steady, cost("2026-11-01", 99, "q"), cost("2026-11-01", 99, "p", "x"), cost("2026-10-31", 99)];
  expect(readMonth(own, costs, now)).toMatchObject({ spentUsd: 90, state: "likely_over" });
  expect(readMonth({ ...own, amountUsd: 90 }, costs, now).state).toBe("over");
  expect(readMonth({ ...own, promptId: null }, costs, now).spentUsd).toBe(189);
});

test("a budget counts the tokens of this month that no cost includes", () => {
  const unpriced = { ...cost("2026-11-02", 0), unpricedTokens: 300 };
  const others = [
    { ...unpriced, day: "2026-10-31" },
    { ...unpriced, promptId: "q" },
  ];
  expect(readMonth(own, [...steady, unpriced, ...others], now)).toMatchObject({ spentUsd: 90, unpricedTokens: 300 });
});

test("the forecast continues the last seven days", () => {
  expect(readMonth(own, steady, now).forecast).toMatchObject({ byEndUsd: 90 + 21 * 10 });
  expect(readMonth({ ...own, amountUsd: 301 }, steady, now).state).toBe("within");
  expect(readMonth(own, [], now)).toEqual({ spentUsd: 0, unpricedTokens: 0, forecast: null, state: "within" });
});

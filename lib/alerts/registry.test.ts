import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { budgetForecast } from "./definitions/budget-forecast";
import { guardWorse } from "./definitions/guard-worse";
import { alertKindNames, alertKinds } from "./registry";

test("the registry of alerts contains every file of definitions/, each named after its kind", () => {
  const files = readdirSync(new URL("./definitions", import.meta.url))
    .filter((file) => !file.endsWith(".test.ts"))
    .map((file) => file.replace(/\.ts$/, ""));
  expect(alertKindNames.map((kind) => kind.replaceAll(/[._]/g, "-")).sort()).toEqual(files.sort());
  expect(new Set(alertKinds.map(({ when }) => when)).size).toBe(alertKinds.length);
});

const cause = { workspaceId: "w", dedupeKey: "k" };
const data = {
  guard: "g",
  prompt: "support/reply",
  environment: "live now",
  revision: 3,
  version: 9,
  baselineVersion: 8,
  findings: [],
};

test("an alert has the severity of its kind unless it sets another", () => {
  const worse = guardWorse.alert(cause, data, { level: "worse", findings: "Fewer good answers." });
  expect(worse).toEqual({
    ...cause,
    kind: "guard.worse",
    severity: "warning",
    title: "support/reply v9 is worse than v8 in live now",
    body: "Fewer good answers.",
    path: "incidents/support/reply?environment=live%20now&revision=3",
    data,
  });
  const first = { ...data, baselineVersion: null };
  expect(guardWorse.alert(cause, first, { level: "critical", findings: "" })).toMatchObject({
    severity: "critical",
    title: "support/reply v9 is much worse in live now",
  });
});

test("an alert of a budget contains the forecast, if there is one", () => {
  const spent = { month: "2026-11", amountUsd: 1_000, spentUsd: 812.5, forecastUsd: 1_100 };
  const forecast = { byEndUsd: 1_100, lowUsd: 950, highUsd: 1_250 };
  expect(budgetForecast.alert(cause, spent, { of: "The workspace", forecast })).toMatchObject({
    title: "The workspace is likely to exceed its budget of $1,000.00 this month",
    body: "$812.50 so far. About $1,100.00 by the end of the month, between $950.00 and $1,250.00. Nothing is switched off.",
  });
  expect(budgetForecast.alert(cause, spent, { of: "a", forecast: null }).body).toBe(
    "$812.50 so far. Nothing is switched off.",
  );
});

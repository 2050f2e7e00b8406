import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { budgetForecast } from "./definitions/budget-forecast";
import { guardWorse } from "./definitions/guard-worse";
import { noticeKinds } from "./notice-kinds";
import { changeRequestCreated } from "./notices/change-request-created";
import { releaseCreated } from "./notices/release-created";
import { versionCreated } from "./notices/version-created";
import { alertKinds } from "./registry";

test.each([
  ["alerts", "definitions", alertKinds],
  ["notices", "notices", noticeKinds],
] as const)("the registry of %s contains every file of %s/, each named after its kind", (_, folder, kinds) => {
  const files = readdirSync(new URL(`./${folder}`, import.meta.url))
    .filter((file) => !file.endsWith(".test.ts"))
    .map((file) => file.replace(/\.ts$/, ""));
  expect(kinds.map(({ kind }) => kind.replaceAll(/[._]/g, "-")).sort()).toEqual(files.sort());
  expect(new Set(kinds.map(({ when }) => when)).size).toBe(kinds.length);
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

const actor = { kind: "user" as const, id: "u", name: "Lena Vogel" };

test("a notice of a release says what is live, who released it and why", () => {
  const release = {
    release: "r",
    prompt: "support/reply",
    environment: "production",
    revision: 3,
    kind: "promote" as const,
    fromVersion: 4,
    toVersion: 5,
    actor,
    reason: "Shorter answers",
  };
  expect(releaseCreated.alert(cause, release)).toMatchObject({
    title: "v5 of support/reply is live in production",
    body: "By Lena Vogel. It replaces v4. “Shorter answers”",
    path: "prompts/support/reply/-/history",
  });
  const titleOf = (kind: "rollback" | "auto-rollback" | "experiment") =>
    releaseCreated.alert(cause, { ...release, kind }).title;
  expect(titleOf("rollback")).toBe("support/reply was rolled back to v5 in production");
  expect(titleOf("auto-rollback")).toBe("support/reply was rolled back automatically to v5 in production");
  expect(titleOf("experiment")).toBe("v5 of support/reply won an experiment and is live in production");
  expect(releaseCreated.alert(cause, { ...release, fromVersion: null, reason: "" }).body).toBe(
    "By Lena Vogel. It is the first version there.",
  );
});

test("a notice of a version and of a change request says what somebody saved or asks for", () => {
  const saved = {
    prompt: "support/reply",
    version: 6,
    parentVersion: 5,
    contentHash: "h",
    message: "Two rules",
    actor,
  };
  expect(versionCreated.alert(cause, saved)).toMatchObject({
    title: "v6 of support/reply was saved",
    body: "By Lena Vogel. “Two rules”",
  });
  const request = {
    changeRequest: 12,
    prompt: "support/reply",
    environment: "production",
    version: 6,
    baseVersion: 5,
    title: "Shorter",
    actor,
  };
  expect(changeRequestCreated.alert(cause, request)).toMatchObject({
    title: "v6 of support/reply needs a review before production",
    body: "Lena Vogel asks for it in change request 12: “Shorter”",
    path: "changes/12",
  });
});

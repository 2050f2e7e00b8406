import { expect, test } from "vitest";
import { onlineEvaluationFields } from "@/lib/evaluation/online/schema";
import { guardFields } from "@/lib/guards/schema";
import { freeMetrics, fromWatchForm, newLine, toWatchFaults, toWatchForm, type WatchForm } from "./watch-form";

const online = onlineEvaluationFields.parse({
  scorers: [{ id: "tone", name: "Tone", type: "length", dimension: "format", min: 2 }],
});
const guard = guardFields.parse({
  metrics: [
    {
      name: "completion",
      worse: "lower",
      margin: 0.022,
      critical: 0.1,
      alertLine: 0.84,
      floor: 0.8,
      outcomeMinutes: 30,
    },
    { name: "scorer:tone", worse: "lower", margin: 0.02 },
    { name: "latency", worse: "higher", margin: 0.05, alertLine: 2_000 },
  ],
  controlShare: 0.1,
});
const form = toWatchForm(online, guard);
const faultsOf = (change: Partial<WatchForm>) => fromWatchForm({ ...form, ...change }).faults;

test("settings are converted to input and back unchanged", () => {
  expect(form.metrics[0]).toEqual({
    name: "completion",
    worse: "lower",
    margin: "2.2",
    critical: "10",
    alertLine: "84",
    floor: "80",
    outcome: "30",
  });
  expect(form.metrics[2]?.alertLine).toBe("2000");
  expect(fromWatchForm(form)).toEqual({ online, guard, faults: {} });
});

test("every field has its error", () => {
  const wrong = {
    sampleRate: "101",
    minimumPerVersion: "1.5",
    budgetUsd: "0",
    window: "49",
    alpha: "0",
    minimumPerSide: "x",
    critical: "",
    coolDownMinutes: "0",
    controlShare: "51",
    controlHours: "169",
  };
  const faults = faultsOf(wrong);
  expect(Object.keys(faults).sort()).toEqual(Object.keys(wrong).sort());
  expect(faults).toMatchObject({
    minimumPerVersion: "A whole number from 0 to 10,000.",
    budgetUsd: "From 0.01 to 10,000, or empty.",
    alpha: "From 0.0001 to 20.",
    coolDownMinutes: "A whole number from 1 to 10,080, a week.",
  });
  expect(faultsOf({ metrics: [{ ...newLine("completion"), floor: "101", critical: "-1" }] })).toEqual({
    "metrics.0.floor": "From 0 to 100, or empty.",
    "metrics.0.critical": "From 0 to 100, or empty.",
  });
});

test("a guard that could never act has an error while editing", () => {
  expect(faultsOf({ metrics: [] }).metrics).toContain("at least one");
  expect(faultsOf({ metrics: [], isGuarded: false })).toEqual({});
  expect(faultsOf({ window: "100" }).window).toContain("the number of scores needed");
  expect(faultsOf({ metrics: [{ ...newLine("thumbs"), margin: "9" }] })["metrics.0.margin"]).toContain(
    "larger than the rollback threshold",
  );
  expect(faultsOf({ scorers: [] })["metrics.1.name"]).toContain("not scored live");
});

test("a metric is offered once, including those of scorers", () => {
  const free = freeMetrics(form);
  expect(free).toContain("thumbs");
  expect(free).not.toContain("completion");
  expect(free).not.toContain("scorer:tone");
  expect(freeMetrics({ ...form, metrics: [] })).toContain("scorer:tone");
});

test("errors of the server are at their field", () => {
  const at = (pointer: string) => Object.keys(toWatchFaults([{ pointer, message: "No." }]))[0];
  expect(at("/online/sampleRate")).toBe("sampleRate");
  expect(at("/online/dailyBudgetUsd")).toBe("budgetUsd");
  expect(at("/guard/window")).toBe("window");
  expect(at("/guard/metrics/0/margin")).toBe("metrics.0.margin");
  expect(at("/guard/metrics/1/outcomeMinutes")).toBe("metrics.1.outcome");
});

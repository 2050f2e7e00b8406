import { describe, expect, it } from "vitest";
import { runRefusalWords } from "./limit-words";
import { admitRun, type Runs, runLimits } from "./limits";

const none: Runs = { begun: [], open: 0 };
const admit = (runs: Runs, now: number) => {
  const result = admitRun(runs, now);
  return "runs" in result ? result.runs : result;
};

describe("runs of one person", () => {
  it("are limited at the same time", () => {
    let runs = none;
    for (let count = 1; count <= runLimits.atOnce; count++) runs = admit(runs, 1_000) as Runs;
    expect(runs.open).toBe(runLimits.atOnce);
    expect(admit(runs, 1_000)).toMatchObject({ code: "at_once" });
    expect(admit({ ...runs, open: runs.open - 1 }, 1_000)).toMatchObject({ open: runLimits.atOnce });
  });

  it("are limited per minute, and admitted again once the oldest is a minute old", () => {
    const begun = Array.from({ length: runLimits.perMinute }, (_, index) => 1_000 + index * 100);
    const full = { begun, open: 0 };
    expect(admit(full, 11_000)).toMatchObject({ code: "per_minute", waitSeconds: 50 });
    expect(admit(full, 60_999)).toMatchObject({ waitSeconds: 1 });
    expect(admit(full, 61_000)).toMatchObject({ open: 1 });
  });

  it("are admitted again if the clock goes back", () => {
    expect(admit({ begun: Array(40).fill(9_000_000), open: 0 }, 1_000)).toMatchObject({ open: 1 });
  });
});

it("a refusal states the limit and when to retry", () => {
  expect(runRefusalWords({ code: "at_once", limit: 4, waitSeconds: 2 })).toBe(
    "4 of your runs are under way. Wait for one, or stop it.",
  );
  expect(runRefusalWords({ code: "per_minute", limit: 30, waitSeconds: 7 })).toBe(
    "You may start 30 runs a minute. Try again in 7 s.",
  );
});

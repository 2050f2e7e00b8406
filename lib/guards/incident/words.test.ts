import { describe, expect, test } from "vitest";
import { metricFinding } from "@/lib/testing/metric-finding";
import type { Incident } from "../queries/incident";
import { incidentDetail, incidentKicker, incidentSentence, oneIn } from "./words";

const side = (version: number, value: number, n: number) => ({ version, value, n, users: n });
const finding = metricFinding({ current: side(5, 0.825, 137), baseline: side(4, 0.979, 1_000) });
const released = Date.parse("2026-11-12T11:09:00Z");
const incident = {
  release: { at: new Date(released).toISOString(), toVersion: 5, reason: "" },
  endedBy: null,
  findings: [finding],
  metric: finding,
  isWorse: true,
  rollsBack: false,
  now: released + 15 * 60_000,
  total: { n: 137, bad: 24 },
} as unknown as Incident;

describe("an incident in words", () => {
  test("writes shares as one in n", () => {
    expect([0.175, 0.021, 0.5, 0.7, 0].map(oneIn)).toEqual([
      "1 answer in 6",
      "1 answer in 48",
      "1 answer in 2",
      "7 answers in 10",
      "no answer",
    ]);
  });

  test("compares the version with the previous one in the headline", () => {
    expect(incidentSentence(incident)).toBe("v5 fails “Good answers” in 1 answer in 6. v4 failed in 1 answer in 48.");
    expect(incidentSentence({ ...incident, isWorse: false })).toBe("v5 is not worse on anything that was compared.");
    expect(incidentSentence({ ...incident, metric: null })).toBe("Nothing was compared since v5 was promoted.");
  });

  test("says whether the version is live, and what ended the incident", () => {
    expect(incidentKicker(incident, 5)).toEqual({ text: "Worse and still live, for 15\u00a0min", tone: "worse" });
    const endedBy = { kind: "auto-rollback", at: new Date(released + 16 * 60_000).toISOString(), toVersion: 4 };
    const ended = { ...incident, endedBy } as Incident;
    expect(incidentKicker(ended, 4).text).toBe("Rolled back automatically after 16\u00a0min, v4 is live again");
    expect(incidentKicker(ended, 7).text).toBe("Rolled back automatically after 16\u00a0min, v4 was live again");
    const undone = incidentKicker(ended, 5);
    expect(undone.text).toBe("Rolled back automatically after 16\u00a0min, but v5 is live again");
    const replaced = { ...incident, endedBy: { ...endedBy, kind: "promote", toVersion: 6 } } as Incident;
    expect(incidentKicker(replaced, 6).text).toBe("Replaced after 16\u00a0min by v6");
    expect(incidentKicker(replaced, 5).text).toBe("Replaced after 16\u00a0min by v6, but v5 is live again");
  });

  test("says when the guard rolls back", () => {
    const watched = { ...incident, rollsBack: true } as Incident;
    expect(incidentDetail(watched)).toContain("The guard rolls back when the next scores confirm it");
    const worse = { ...finding, reading: "worse" as const };
    expect(incidentDetail({ ...watched, findings: [worse], metric: worse })).toContain(
      "The guard rolls back automatically only when it is much worse.",
    );
  });

  test("says that the guard only alerts while the version is live", () => {
    expect(incidentDetail(incident)).toBe(
      "24 of 137 scored answers since the release did not pass. This guard only alerts: it does not roll back automatically.",
    );
  });
});

import { expect, test } from "vitest";
import { type LaneData, type LaneLive, wayIn, withEndedHoldbacks, withMoves } from "./lanes";

const lane = (more: Partial<LaneData> = {}): LaneData => ({
  id: "e",
  name: "production",
  title: "Production",
  stage: "production",
  isProtected: true,
  requiredApprovals: 0,
  live: null,
  refusal: null,
  requests: [],
  canAsk: true,
  canOverride: false,
  gates: null,
  locked: [],
  experiment: null,
  ...more,
});
const requests = (status: "waiting" | "approved") => [{ number: 12, version: 5, status }];

test.each<[string, Partial<LaneData>, string]>([
  ["no approvals asked for", {}, "promote"],
  ["approvals asked for, none there", { requiredApprovals: 1 }, "ask"],
  ["asked already", { requiredApprovals: 1, requests: requests("waiting") }, "open"],
  ["approved", { requiredApprovals: 1, requests: requests("approved") }, "promote"],
  ["a role that may not release asks", { refusal: "no" }, "ask"],
  ["approved, for a role that may not release", { refusal: "no", requests: requests("approved") }, "open"],
  ["a role that may do neither", { refusal: "no", canAsk: false }, "none"],
  ["an experiment runs there", { experiment: { id: "x", name: "Try", shares: "" } }, "none"],
  ["live there", { live: { version: 5 } as LaneData["live"] }, "none"],
])("%s", (_, more, kind) => {
  expect(wayIn(lane(more), 5).kind).toBe(kind);
});

test("an ended holdback is removed before the page reloads, unlike that of a later release", () => {
  const control = { version: 4, share: 0.1, until: "2026-11-22T16:00:00.000Z" };
  const live = (revision: number) => ({ version: 5, revision, control }) as LaneLive;
  const ended = new Map([["production", 7]]);
  const shown = (live: LaneLive, moved: [string, LaneLive][] = []) =>
    withEndedHoldbacks(withMoves([lane({ live })], new Map(moved)), ended)[0]?.live?.control;
  expect(shown(live(7))).toBeNull();
  expect(shown(live(6), [["production", live(7)]])).toBeNull();
  expect(shown(live(7), [["production", live(8)]])).toEqual(control);
});

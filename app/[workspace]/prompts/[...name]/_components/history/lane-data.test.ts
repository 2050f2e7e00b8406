import { expect, test } from "vitest";
import { type LaneData, wayIn } from "./lane-data";

const lane = (more: Partial<LaneData> = {}): LaneData => ({
  ...{ id: "e", name: "production", title: "Production", stage: "production", isProtected: true },
  ...{
    requiredApprovals: 0,
    live: null,
    refusal: null,
    requests: [],
    canAsk: true,
    canOverride: false,
    gates: null,
    locked: [],
  },
  experiment: null,
  ...more,
});
const asked = (status: "waiting" | "approved") => [{ number: 12, version: 5, status }];

test.each<[string, Partial<LaneData>, string]>([
  ["no approvals asked for", {}, "promote"],
  ["approvals asked for, none there", { requiredApprovals: 1 }, "ask"],
  ["asked already", { requiredApprovals: 1, requests: asked("waiting") }, "open"],
  ["approved", { requiredApprovals: 1, requests: asked("approved") }, "promote"],
  ["a role that may not release asks", { refusal: "no" }, "ask"],
  ["approved, for a role that may not release", { refusal: "no", requests: asked("approved") }, "open"],
  ["a role that may do neither", { refusal: "no", canAsk: false }, "none"],
  ["an experiment runs there", { experiment: { id: "x", name: "Try", shares: "" } }, "none"],
  ["live there", { live: { version: 5 } as LaneData["live"] }, "none"],
])("%s", (_, more, kind) => {
  expect(wayIn(lane(more), 5).kind).toBe(kind);
});

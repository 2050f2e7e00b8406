import { expect, test } from "vitest";
import { holdbackEndedAt, holdbackInEvidence, holdbackShares } from "./holdback";

const control = { version: 1, share: 0.1, until: "2026-01-01T04:00:00.000Z", seed: "s" };
const at = (time: string) => new Date(`2026-01-01T${time}:00.000Z`);

test("a control is read from a release's evidence only if it is complete", () => {
  expect(holdbackInEvidence({ gate: {}, control })).toEqual(control);
  expect(holdbackInEvidence({ control: { ...control, seed: undefined } })).toBeNull();
  for (const evidence of [null, undefined, "control", {}, { control: null }])
    expect(holdbackInEvidence(evidence)).toBeNull();
});

test("it ends at its time, by a person, or with the next release, whichever is first", () => {
  expect(holdbackEndedAt(control, { endedAt: null, replacedAt: null })).toEqual(at("04:00"));
  expect(holdbackEndedAt(control, { endedAt: null, replacedAt: at("06:00") })).toEqual(at("04:00"));
  expect(holdbackEndedAt(control, { endedAt: at("03:00"), replacedAt: at("02:00") })).toEqual(at("02:00"));
  expect(holdbackEndedAt(control, { endedAt: at("01:00"), replacedAt: at("02:00") })).toEqual(at("01:00"));
});

test("shares are rounded only if needed, and add up to 100 %", () => {
  expect(holdbackShares({ share: 0.1 })).toEqual({ released: "90\u00a0%", kept: "10\u00a0%" });
  expect(holdbackShares({ share: 0.07 })).toEqual({ released: "93\u00a0%", kept: "7\u00a0%" });
  expect(holdbackShares({ share: 0.025 })).toEqual({ released: "97.5\u00a0%", kept: "2.5\u00a0%" });
});

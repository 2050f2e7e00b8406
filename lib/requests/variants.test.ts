import { expect, test } from "vitest";
import { newInteractionId } from "@/lib/telemetry/interaction-id";
import { type ServedPhase, variantOf } from "./variants";

const start = Date.parse("2026-11-20T10:00:00Z");
const at = (minutes: number) => new Date(start + minutes * 60_000);
const phase: ServedPhase = {
  prompt: "support/reply",
  environmentId: "e1",
  startedAt: at(0),
  endedAt: at(60),
  variants: [
    { key: "control", version: 1 },
    { key: "short", version: 2 },
  ],
};
const row = { interactionId: "own-id", at: at(30), prompt: "support/reply", environmentId: "e1", version: 2 };

test("a request has the variant of its version in the phase that ran", () => {
  expect(variantOf(row, [phase])).toBe("short");
  expect(variantOf({ ...row, version: 1 }, [phase])).toBe("control");
  expect(variantOf({ ...row, version: 3 }, [phase])).toBeNull();
});

test("a request of another prompt, environment or time has none", () => {
  expect(variantOf({ ...row, prompt: "support/other" }, [phase])).toBeNull();
  expect(variantOf({ ...row, environmentId: "e2" }, [phase])).toBeNull();
  expect(variantOf({ ...row, at: at(-2) }, [phase])).toBeNull();
  expect(variantOf({ ...row, at: at(62) }, [phase])).toBeNull();
  expect(variantOf({ ...row, at: at(62) }, [{ ...phase, endedAt: null }])).toBe("short");
});

test("the time of the call decides, not the time of a late report", () => {
  const late = { ...row, interactionId: newInteractionId("experiment"), at: at(30) };
  expect(variantOf(late, [phase])).toBeNull(); // the id was created now, after the phase
});

test("the latest of two phases decides, and variants with the same version are not told apart", () => {
  const next = { ...phase, startedAt: at(60), endedAt: null, variants: [{ key: "long", version: 2 }] };
  expect(variantOf({ ...row, at: at(60.5) }, [phase, next])).toBe("long");
  const same = {
    ...phase,
    variants: [
      { key: "a", version: 2 },
      { key: "b", version: 2 },
    ],
  };
  expect(variantOf(row, [same])).toBeNull();
});

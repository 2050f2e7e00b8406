import fc from "fast-check";
import { expect, it } from "vitest";
import { type TimeParts, type TimeRange, timeParts, weekParts } from "./time-parts";

const at = (text: string) => new Date(`${text}Z`);
const range = (from: string, to: string): TimeRange => ({ from: at(from), to: at(to) });

type Expected = { [Part in keyof TimeParts]?: [string, string][] };

it.each<[string, string, string, Expected]>([
  ["hours of one day", "2026-11-02T02:20", "2026-11-02T05:00", { hours: [["2026-11-02T02:20", "2026-11-02T05:00"]] }],
  [
    "hours over midnight",
    "2026-11-02T22:00",
    "2026-11-03T05:00",
    { hours: [["2026-11-02T22:00", "2026-11-03T05:00"]] },
  ],
  ["a whole day", "2026-11-02T00:00", "2026-11-03T00:00", { days: [["2026-11-02T00:00", "2026-11-03T00:00"]] }],
  [
    "days of two months, and hours",
    "2026-11-02T02:20",
    "2026-12-20T05:00",
    {
      days: [["2026-11-03T00:00", "2026-12-20T00:00"]],
      hours: [
        ["2026-11-02T02:20", "2026-11-03T00:00"],
        ["2026-12-20T00:00", "2026-12-20T05:00"],
      ],
    },
  ],
  ["a whole month", "2026-11-01T00:00", "2026-12-01T00:00", { months: [["2026-11-01T00:00", "2026-12-01T00:00"]] }],
  [
    "months of two years, days and hours",
    "2025-10-21T08:00",
    "2026-11-25T16:00",
    {
      months: [["2025-11-01T00:00", "2026-11-01T00:00"]],
      days: [
        ["2025-10-22T00:00", "2025-11-01T00:00"],
        ["2026-11-01T00:00", "2026-11-25T00:00"],
      ],
      hours: [
        ["2025-10-21T08:00", "2025-10-22T00:00"],
        ["2026-11-25T00:00", "2026-11-25T16:00"],
      ],
    },
  ],
  ["nothing", "2026-11-02T02:20", "2026-11-02T02:20", {}],
])("consists of %s", (_name, from, to, expected) => {
  const ranges = (pairs: [string, string][] = []) => pairs.map(([start, end]) => range(start, end));
  const { months, days, hours } = expected;
  expect(timeParts(range(from, to))).toEqual({ months: ranges(months), days: ranges(days), hours: ranges(hours) });
});

it("has each time of the span in one part", () => {
  const instant = fc.date({ min: at("2025-01-01T00:00"), max: at("2027-01-01T00:00"), noInvalidDate: true });
  fc.assert(
    fc.property(instant, instant, (a, b) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      const { months, days, hours } = timeParts({ from, to });
      const parts = [...months, ...days, ...hours].toSorted((x, y) => x.from.getTime() - y.from.getTime());
      for (const [place, part] of parts.entries()) expect(part.from).toEqual(parts[place - 1]?.to ?? from);
      if (from < to) expect(parts.at(-1)?.to).toEqual(to);
    }),
  );
});

it.each([
  ["days within a week", "2026-11-24", "2026-11-27", [], [["2026-11-24", "2026-11-27"]]],
  ["a whole week", "2026-11-23", "2026-11-30", [["2026-11-23", "2026-11-30"]], []],
  [
    "weeks and the days around them",
    "2026-11-21",
    "2026-12-09",
    [["2026-11-23", "2026-12-07"]],
    [
      ["2026-11-21", "2026-11-23"],
      ["2026-12-07", "2026-12-09"],
    ],
  ],
  ["nothing", "2026-11-23", "2026-11-23", [], []],
] as const)("splits %s into weeks", (_, from, to, weeks, days) => {
  const whole = (day: string) => `${day}T00:00`;
  const ranges = (list: readonly (readonly [string, string])[]) => list.map(([a, b]) => range(whole(a), whole(b)));
  expect(weekParts(range(whole(from), whole(to)))).toEqual({ weeks: ranges(weeks), days: ranges(days) });
});

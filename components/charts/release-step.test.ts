import { expect, test } from "vitest";
import { placePoints } from "./release-step";

const point = (at: number) => ({ at, n: 100, value: 0.5, low: null, high: null });
const line = (...steps: number[]) => ({ points: steps.map(point) });
const span = { from: 0, to: 40, stepMs: 10 };
const release = (at: number) => ({ at, kind: "release" as const });
const placesOf = (lines: { points: ReturnType<typeof point>[] }[], marks: ReturnType<typeof release>[]) =>
  placePoints(lines, span, marks).map((places) => [...places.values()]);

test("a step is drawn in its middle", () => {
  expect(placesOf([line(0, 10)], [])).toEqual([[5, 15]]);
  expect(placesOf([line(0, 10), line(10, 20)], [])).toEqual([
    [5, 15],
    [15, 25],
  ]);
});

test("a step that is not over is drawn in the middle of its part until now", () => {
  const [places] = placePoints([line(0, 10)], span, [], 14);
  expect([...(places?.values() ?? [])]).toEqual([5, 12]);
  const [, after] = placePoints([line(0, 10), line(10)], span, [release(12)], 16);
  expect([...(after?.values() ?? [])]).toEqual([14]);
});

test("in the step of a release, one version ends before it and the other begins after it", () => {
  expect(placesOf([line(0, 10), line(10, 20)], [release(16)])).toEqual([
    [5, 13],
    [18, 25],
  ]);
  // The first version has one step only.
  expect(placesOf([line(10), line(10, 20)], [release(16)])).toEqual([[13], [18, 25]]);
  expect(placesOf([line(0, 10), line(10)], [release(16)])).toEqual([[5, 13], [18]]);
});

test("a version that goes on beside the new one, or several releases in a step, change nothing", () => {
  expect(placesOf([line(0, 10, 20), line(10, 20)], [release(16)])).toEqual([
    [5, 15, 25],
    [15, 25],
  ]);
  expect(placesOf([line(0, 10), line(10, 20)], [release(12), release(16)])).toEqual([
    [5, 15],
    [15, 25],
  ]);
});

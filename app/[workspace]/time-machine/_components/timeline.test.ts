import { describe, expect, it } from "vitest";
import { chooseWindow, showsDays, ticksOf, toSegments } from "./timeline";

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 17, 12);
const release = (toVersion: number, at: number) => ({ toVersion, at: new Date(at).toISOString() });

describe("chooseWindow", () => {
  it("shows three hours when a release is near, and more when it is far", () => {
    expect(chooseWindow(noon, [noon - hour])).toEqual({ from: noon - 1.5 * hour, to: noon + 1.5 * hour });
    expect(chooseWindow(noon, [noon - 20 * 24 * hour, noon + 5 * hour])).toEqual({
      from: noon - 12 * hour,
      to: noon + 12 * hour,
    });
  });

  it("always holds the nearest release, however far, and has a width without any", () => {
    const years = 10 * 365 * 24 * hour;
    expect(chooseWindow(noon, [noon - years]).from).toBeLessThan(noon - years);
    expect(chooseWindow(noon, []).to).toBeGreaterThan(noon);
  });
});

describe("toSegments", () => {
  const window = { from: noon - 2 * hour, to: noon + 2 * hour };
  const releases = [release(3, noon + hour), release(1, noon - 10 * hour), release(2, noon - hour)];

  it("cuts the window where versions changed and knows the one at the instant", () => {
    const segments = toSegments(releases, window, noon, noon + 100 * hour);
    expect(segments.map(({ version, start, width, isChosen }) => [version, start, width, isChosen])).toEqual([
      [1, 0, 0.25, false],
      [2, 0.25, 0.5, true],
      [3, 0.75, 0.25, false],
    ]);
  });

  it("draws nothing of the time to come", () => {
    const segments = toSegments(releases, window, noon, noon + 1.5 * hour);
    expect(segments.at(-1)?.width).toBe(0.125);
  });

  it("takes the instant of a release as the new version's", () => {
    const chosen = toSegments(releases, window, noon - hour, noon).find(({ isChosen }) => isChosen);
    expect(chosen?.version).toBe(2);
  });

  it("is empty before the first release", () => {
    expect(toSegments([release(1, noon + 5 * hour)], window, noon, noon + 9 * hour)).toEqual([]);
  });
});

describe("ticks", () => {
  it("stand evenly around the instant", () => {
    const window = { from: noon - 3 * hour, to: noon + 3 * hour };
    expect(ticksOf(window).map((tick) => (tick - noon) / hour)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    expect(showsDays(window)).toBe(false);
    expect(showsDays({ from: 0, to: 72 * hour })).toBe(true);
  });
});

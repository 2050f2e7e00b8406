import { describe, expect, it } from "vitest";
import { chooseWindow, shareWords, showsDays, ticksOf, toSegments, toTrials } from "./time-machine";

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 17, 12);
const later = noon + 1_000 * 24 * hour;
const release = (toVersion: number, at: number) => ({ toVersion, at: new Date(at).toISOString() });

describe("chooseWindow", () => {
  it("shows three hours if a release is near, and more if it is not", () => {
    expect(chooseWindow(noon, [noon - hour], later)).toEqual({ from: noon - 1.5 * hour, to: noon + 1.5 * hour });
    expect(chooseWindow(noon, [noon - 20 * 24 * hour, noon + 5 * hour], later)).toEqual({
      from: noon - 12 * hour,
      to: noon + 12 * hour,
    });
  });

  it("always contains the nearest release, and has a default width", () => {
    const years = 10 * 365 * 24 * hour;
    expect(chooseWindow(noon, [noon - years], later).from).toBeLessThan(noon - years);
    expect(chooseWindow(noon, [], later).to).toBeGreaterThan(noon);
  });

  it("ends at the current time at the latest", () => {
    expect(chooseWindow(noon, [noon - hour], noon + hour / 2).to).toBe(noon + hour / 2);
    expect(chooseWindow(noon, [noon - hour], noon)).toEqual({ from: noon - 1.5 * hour, to: noon });
  });
});

describe("toSegments", () => {
  const window = { from: noon - 2 * hour, to: noon + 2 * hour };
  const releases = [release(3, noon + hour), release(1, noon - 10 * hour), release(2, noon - hour)];

  it("splits the window at releases and marks the chosen time", () => {
    const segments = toSegments(releases, window, noon, noon + 100 * hour);
    expect(segments.map(({ version, start, width, isChosen }) => [version, start, width, isChosen])).toEqual([
      [1, 0, 0.25, false],
      [2, 0.25, 0.5, true],
      [3, 0.75, 0.25, false],
    ]);
  });

  it("shows nothing of the future", () => {
    const segments = toSegments(releases, window, noon, noon + 1.5 * hour);
    expect(segments.at(-1)?.width).toBe(0.125);
  });

  it("assigns the time of a release to the new version", () => {
    const chosen = toSegments(releases, window, noon - hour, noon).find(({ isChosen }) => isChosen);
    expect(chosen?.version).toBe(2);
  });

  it("is empty before the first release", () => {
    expect(toSegments([release(1, noon + 5 * hour)], window, noon, noon + 9 * hour)).toEqual([]);
  });
});

describe("ticks", () => {
  it("are evenly spaced around the chosen time", () => {
    const window = { from: noon - 3 * hour, to: noon + 3 * hour };
    expect(ticksOf(window).map((tick) => (tick - noon) / hour)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    expect(showsDays(window)).toBe(false);
    expect(showsDays({ from: 0, to: 72 * hour })).toBe(true);
  });
});

describe("toTrials", () => {
  const window = { from: noon - 2 * hour, to: noon + 2 * hour };
  const iso = (at: number) => new Date(at).toISOString();
  const phase = (from: number, to: number | null) => ({
    experimentId: "x",
    experiment: "Shorter",
    phase: 1,
    from: iso(from),
    to: to === null ? null : iso(to),
    shares: [
      { version: 1, share: 0.5 },
      { version: 2, share: 0.5 },
    ],
    trafficShare: 1,
  });
  const held = (at: number) => ({
    ...release(3, at),
    id: "r",
    evidence: { control: { version: 2, share: 0.1, until: iso(at + hour), seed: "s" } },
  });
  const of = (at: number, now = later) => ({ window, at, now });

  it("shows an experiment from its start to its end, or to now", () => {
    const [ended] = toTrials([], [phase(noon - hour, noon + hour)], of(noon));
    expect(ended).toMatchObject({ start: 0.25, width: 0.5, isChosen: true });
    const [running] = toTrials([], [phase(noon - hour, null)], of(noon, noon));
    expect(running).toMatchObject({ start: 0.25, width: 0.25, isChosen: true });
    expect(toTrials([], [phase(noon - hour, noon)], of(noon))[0]?.isChosen).toBe(false);
  });

  it("shows a holdback until its time, or the next release", () => {
    const [whole] = toTrials([held(noon - hour)], [], of(noon - hour / 2));
    expect(whole).toMatchObject({ experiment: null, width: 0.25, isChosen: true });
    const next = { ...release(4, noon - hour / 2), id: "n" };
    expect(toTrials([next, held(noon - hour)], [], of(noon))[0]?.width).toBe(0.125);
  });
});

describe("shareWords", () => {
  it.each([
    [[0.5, 0.5], "v1 for half, v2 for half"],
    [[0.9, 0.1], "v1 for 90\u00a0%, v2 for 10\u00a0%"],
    [[1 / 3, 2 / 3], "v1 for a third, v2 for two thirds"],
    [[1, 0], "v1 for 100\u00a0%"],
    [[0.1, 0.2, 0.3, 0.4], "v4 for 40\u00a0%, v3 for 30\u00a0%, v2 for 20\u00a0%, 1 more"],
  ])("%j", (shares, words) => {
    expect(shareWords(shares.map((share, index) => ({ version: index + 1, share })))).toBe(words);
  });
});

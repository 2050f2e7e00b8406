import { describe, expect, test } from "vitest";
import { type Answer, checkEvents, checkHistory, type Move } from "./history";

const move = (version: number, startedAt: number, ackedAt: number | null): Move => ({ version, startedAt, ackedAt });
const answer = (version: number | null, startedAt: number, status = 200): Answer => ({
  instance: "a",
  startedAt,
  endedAt: startedAt + 5,
  status,
  version,
  isStale: false,
});
const moves = [move(1, 0, 10), move(2, 100, 120), move(3, 200, null), move(4, 300, 320)];

describe("the history checker", () => {
  test("accepts current answers, concurrent ones, and those within the limit", () => {
    const answers = [answer(1, 11), answer(2, 101), answer(1, 119), answer(1, 169), answer(3, 210), answer(4, 330)];
    expect(checkHistory(answers, moves, 50)).toMatchObject({ broken: [], oldestMs: 49 });
  });

  test("finds an answer that is older than an acknowledged release", () => {
    const found = checkHistory([answer(1, 171), answer(2, 400)], moves, 50);
    expect(found.broken).toEqual(["2 answers older than an acknowledged move by more than 50 ms"]);
    expect(found.oldestMs).toBe(80);
  });

  test("accepts an older answer that is marked as stale", () => {
    const stale = { ...answer(1, 171), isStale: true };
    expect(checkHistory([stale], moves, 50)).toMatchObject({ broken: [], stale: 1, oldestMs: 0 });
  });

  test("accepts that an unacknowledged release is missing, until a later one is acknowledged", () => {
    expect(checkHistory([answer(2, 319)], moves, 0).broken).toEqual([]);
    expect(checkHistory([answer(3, 321)], moves, 0).broken).toHaveLength(1);
  });

  test("finds a version that was never released", () => {
    expect(checkHistory([answer(4, 210)], moves, 50).broken).toEqual([
      "1 answers with a version that was not released yet",
    ]);
    expect(checkHistory([answer(9, 400)], moves, 1_000).broken).toHaveLength(1);
  });

  test("counts refusals and failed connections separately", () => {
    const answers = [answer(null, 1, 503), answer(null, 2, 0), answer(1, 12)];
    expect(checkHistory(answers, moves, 50)).toMatchObject({
      answers: 3,
      refused: 1,
      refusals: { "a 503": 1 },
      failedConnections: 1,
    });
  });

  test("finds missing and duplicated events", () => {
    const stored = new Map([
      ["a", 1],
      ["b", 2],
      ["unacknowledged", 1],
    ]);
    expect(checkEvents(new Set(["a", "b", "c"]), stored)).toEqual({ acked: 3, lost: 1, doubled: 1 });
  });
});

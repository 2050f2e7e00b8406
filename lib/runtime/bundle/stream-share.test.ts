import { expect, it } from "vitest";
import { mayOpenStream, mostStreams } from "./stream-share";

/** Simulates workspaces that open as many streams as allowed, one at a time in turn. */
function fill(workspaces: number): number[] {
  const counts = Array.from({ length: workspaces }, () => 0);
  const open = () => counts.reduce((sum, count) => sum + count, 0);
  for (let isTaken = true; isTaken; ) {
    isTaken = false;
    for (const [index, own] of counts.entries()) {
      if (!mayOpenStream(own, open())) continue;
      counts[index] = own + 1;
      isTaken = true;
    }
  }
  return counts;
}

it("gives one workspace most streams, and reserves some for others", () => {
  expect(fill(1)).toEqual([4_000]);
  expect(fill(2)).toEqual([2_223, 2_222]);
  for (const workspaces of [1, 2, 5, 20]) {
    const taken = fill(workspaces).reduce((sum, count) => sum + count, 0);
    expect(taken).toBeLessThan(mostStreams);
    expect(mayOpenStream(0, taken)).toBe(true);
  }
});

it("opens no more streams than the limit of the process", () => {
  expect(mayOpenStream(0, mostStreams)).toBe(false);
});

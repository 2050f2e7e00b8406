import { describe, expect, test } from "vitest";
import { type CasePage, readAgain } from "./use-cases";

const counts = { broken: 0, fixed: 0, same: 0, new: 0, failed: 0, all: 250 } as CasePage["counts"];
/** The cases from this position on, 100 at a time, of 250. `state` marks when they were read. */
function pageFrom(start: number, state: string): CasePage {
  const size = Math.min(100, 250 - start);
  const items = Array.from({ length: size }, (_, index) => ({ key: `${start + index} ${state}` }));
  const end = start + size;
  return { items: items as CasePage["items"], nextCursor: end < 250 ? String(end) : null, counts };
}

describe("cases when the page is sent again", () => {
  test("the cases that were loaded below are read anew, as many as were shown", async () => {
    const cursors: (string | null)[] = [];
    const whole = await readAgain(pageFrom(0, "new"), 200, async (cursor) => {
      cursors.push(cursor);
      return pageFrom(Number(cursor), "new");
    });
    expect(cursors).toEqual(["100"]);
    expect(whole.items).toHaveLength(200);
    expect(whole.items.at(-1)?.key).toBe("199 new");
    expect(whole.nextCursor).toBe("200");
  });

  test("nothing more is read if only the first cases were shown", async () => {
    const whole = await readAgain(pageFrom(0, "new"), 100, () => Promise.reject(new Error("not needed")));
    expect(whole.items).toHaveLength(100);
  });

  test("a list with other filters than the page is read from its start", async () => {
    const whole = await readAgain(null, 250, async (cursor) => pageFrom(Number(cursor ?? 0), "new"));
    expect(whole.items).toHaveLength(250);
    expect(whole.nextCursor).toBeNull();
  });
});

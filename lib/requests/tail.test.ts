import { expect, it } from "vitest";
import type { RequestPage, RequestView } from "./queries/requests";
import { type LoadedRequests, mostLive, newRows, tailFrom, withNew, withOlder } from "./tail";

const start = Date.UTC(2026, 10, 20, 12);
/** A request `seconds` after the start. */
const row = (seconds: number, more: Partial<RequestView> = {}) =>
  ({
    id: `e${seconds}`,
    interactionId: `i${seconds}`,
    at: new Date(start + seconds * 1_000).toISOString(),
    ...more,
  }) as RequestView;
const page = (items: RequestView[], more: Partial<RequestPage> = {}): RequestPage => {
  const rest: RequestPage = { items, nextCursor: null, searchedTo: null, isPartial: false };
  return Object.assign(rest, more);
};
const ids = ({ items }: LoadedRequests) => items.map(({ id }) => id);

it("a look reaches back before the newest row, because a long call is reported late", () => {
  expect(tailFrom([row(600)], row(0).at)).toBe(row(300).at);
  expect(tailFrom([row(100)], row(0).at)).toBe(row(0).at);
  expect(tailFrom([], row(0).at)).toBe(row(0).at);
});

it("new rows come first, and a row that arrives late stands where its time is", () => {
  const shown = page([row(30), row(10)], { nextCursor: "older" });
  const next = withNew(shown, page([row(40), row(30), row(20), row(10)]));
  expect(ids(next)).toEqual(["e40", "e30", "e20", "e10"]);
  expect(next.nextCursor).toBe("older");
});

it("a known row gets what was said of it since", () => {
  const thumbs = { thumbs: "down" } as RequestView["feedback"];
  const next = withNew(page([row(10)]), page([row(10, { feedback: thumbs })]));
  expect(next.items.map(({ feedback }) => feedback?.thumbs)).toEqual(["down"]);
});

it("nothing changes without news, so that nothing is drawn again", () => {
  const shown = page([row(10)]);
  expect(withNew(shown, page([row(10)]))).toBe(shown);
});

it("rows older than the list come with its next page", () => {
  const shown = page([row(30)], { nextCursor: "older" });
  expect(ids(withNew(shown, page([row(30), row(20)])))).toEqual(["e30"]);
  expect(ids(withOlder(page([row(30), row(20)]), page([row(20), row(10)])))).toEqual(["e30", "e20", "e10"]);
});

it("after a burst that a look does not reach across, the list begins anew, and continues without a gap", () => {
  const shown = page([row(30), row(10)], { nextCursor: "older" });
  const burst = page([row(900), row(800)], { nextCursor: "before 800" });
  expect(withNew(shown, burst)).toEqual(burst);
  // A full look that reaches a known row leaves no gap.
  const next = withNew(shown, page([row(50), row(30)], { nextCursor: "before 30" }));
  expect([ids(next), next.nextCursor]).toEqual([["e50", "e30", "e10"], "older"]);
});

it("a list that grows for hours keeps its newest rows, and what was loaded", () => {
  const older = Array.from({ length: mostLive }, (_, n) => row(mostLive - n));
  const next = withNew(page(older), page([row(mostLive + 1), row(mostLive)]));
  expect([next.items.length, next.items[0]?.id, next.items.at(-1)?.id]).toEqual([mostLive, `e${mostLive + 1}`, "e2"]);
  // The rest can be loaded again.
  expect(next.nextCursor).toEqual({ at: row(2).at, id: "e2" });
  const long = page([...older, row(0)]);
  expect(withNew(long, page([row(mostLive + 1), row(mostLive)])).items).toHaveLength(mostLive + 1);
});

it("rows that are held back are counted, and a count that may be too low says so", () => {
  const shown = page([row(30), row(10)]);
  expect(newRows(shown, page([row(40), row(30), row(20)]))).toEqual({ count: 2, isMore: false });
  expect(newRows(shown, page([row(900), row(800)], { nextCursor: "x" }))).toEqual({ count: 2, isMore: true });
  expect(newRows(shown, null)).toEqual({ count: 0, isMore: false });
});

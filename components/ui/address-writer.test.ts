import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAddressWriter } from "./address-writer";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const writer = () => {
  const address = createAddressWriter();
  const written: unknown[] = [];
  const write = (name: string) => (texts: object, push: boolean) => void written.push([name, texts, push]);
  return { address, written, write };
};

test("what one bar waits with goes with the change of another, and is not written after it", () => {
  const { address, written, write } = writer();
  address.change("filters", { q: "reply" }, write("bar"), { waitMs: 200, push: true });
  expect([written, address.waiting("filters")]).toEqual([[], { q: "reply" }]);
  vi.advanceTimersByTime(150);
  address.change("filters", { q: null, tag: null }, write("empty list"));
  vi.advanceTimersByTime(1_000);
  expect(written).toEqual([["empty list", { q: null, tag: null }, true]]);
  expect(address.waiting("filters")).toEqual({});
});

test("changes of both kinds together keep the distance, and none is lost", () => {
  const { address, written, write } = writer();
  address.change("filters", { folder: "a" }, write("filters"));
  address.change("marks", { request: "1" }, write("marks"));
  address.change("marks", { request: "2" }, write("marks"));
  address.change("filters", { folder: "b" }, write("filters"));
  expect(written).toEqual([["filters", { folder: "a" }, false]]);
  vi.advanceTimersByTime(99);
  expect(written.length).toBe(1);
  vi.advanceTimersByTime(1);
  expect(written.at(-1)).toEqual(["marks", { request: "2" }, false]);
  vi.advanceTimersByTime(100);
  expect(written.slice(2)).toEqual([["filters", { folder: "b" }, false]]);
});

test("typing again starts the wait again", () => {
  const { address, written, write } = writer();
  for (const q of ["r", "re", "rep"]) {
    address.change("filters", { q }, write("bar"), { waitMs: 200 });
    vi.advanceTimersByTime(150);
  }
  expect(written).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(written).toEqual([["bar", { q: "rep" }, false]]);
});

test("what waits is dropped with its page, and the one who listens is told of each change", () => {
  const { address, written, write } = writer();
  const [heard, other] = [vi.fn(), vi.fn()];
  const leave = address.subscribe("filters", heard);
  const leaveToo = address.subscribe("filters", other);
  address.subscribe("marks", other);
  address.change("filters", { q: "reply" }, write("bar"), { waitMs: 200 });
  leave();
  expect([heard.mock.calls.length, other.mock.calls.length]).toEqual([1, 1]);
  expect(address.waiting("filters")).toEqual({ q: "reply" });
  leaveToo();
  vi.advanceTimersByTime(1_000);
  expect([written, address.waiting("filters")]).toEqual([[], {}]);
});

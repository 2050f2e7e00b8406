import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { tooltips } from "./tooltip-store";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  tooltips.hide();
  vi.advanceTimersByTime(1_000);
  vi.useRealTimers();
});

const element = () => ({}) as Element;
const of = (content: string, anchor = element()) => ({ anchor, content });

it("appears after a delay, and at once if another was visible just before", () => {
  const [first, second, third] = [of("Copy"), of("Share"), of("Close")];
  tooltips.showLater(first);
  vi.advanceTimersByTime(399);
  expect(tooltips.shown()).toBeNull();
  vi.advanceTimersByTime(1);
  expect(tooltips.shown()).toBe(first);
  tooltips.hideLater();
  tooltips.showLater(second);
  vi.advanceTimersByTime(0);
  expect(tooltips.shown()).toBe(second);
  tooltips.hide();
  vi.advanceTimersByTime(201);
  tooltips.showLater(third);
  vi.advanceTimersByTime(399);
  expect(tooltips.shown()).toBeNull();
});

it("stays while the pointer moves onto it", () => {
  tooltips.show(of("Copy"));
  tooltips.hideLater();
  vi.advanceTimersByTime(60);
  tooltips.keep();
  vi.advanceTimersByTime(1_000);
  expect(tooltips.shown()).not.toBeNull();
  tooltips.hideLater();
  vi.advanceTimersByTime(200);
  expect(tooltips.shown()).toBeNull();
});

it("does not appear if the pointer left before", () => {
  tooltips.showLater(of("Copy"));
  vi.advanceTimersByTime(300);
  tooltips.hideLater();
  vi.advanceTimersByTime(1_000);
  expect(tooltips.shown()).toBeNull();
});

it("changes its content only for its own element", () => {
  const seen: unknown[] = [];
  const stop = tooltips.subscribe(() => seen.push(tooltips.shown()?.content));
  const copy = of("Copy");
  tooltips.show(copy);
  tooltips.update(copy.anchor, { content: "Copied" });
  tooltips.update(element(), { content: "Share" });
  tooltips.update(null, { content: "Share" });
  expect(seen).toEqual(["Copy", "Copied"]);
  stop();
});

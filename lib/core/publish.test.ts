import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isPublishMessage, joinParent, type PublishMessage, publish, subscribe } from "./publish";

/** The child's end of an IPC channel. `receive` simulates a message relayed by the parent. */
class Channel extends EventEmitter {
  sent: PublishMessage[] = [];
  connected = true;
  channel = undefined;
  send(message: PublishMessage, _handle: unknown, _options: unknown, done: () => void): boolean {
    this.sent.push(message);
    done();
    return true;
  }
  receive(message: unknown): void {
    this.emit("message", message);
  }
}

let channel: Channel;
let leave: () => void;
beforeEach(() => {
  channel = new Channel();
  leave = joinParent(channel as never);
});
afterEach(() => leave());

test("a payload reaches every subscriber of its topic, until it stops", () => {
  const [first, second, other] = [vi.fn(), vi.fn(), vi.fn()];
  const stops = [subscribe("a", first), subscribe("a", second), subscribe("b", other)];
  publish("a", "one");
  stops[0]?.();
  publish("a", "two");
  expect(first.mock.calls).toEqual([["one"]]);
  expect(second.mock.calls).toEqual([["one"], ["two"]]);
  expect(other).not.toHaveBeenCalled();
  for (const stop of stops) stop();
});

test("a subscriber that throws does not keep the payload from the others, nor from the parent", () => {
  const second = vi.fn();
  const broken = vi.fn(() => {
    throw new Error("broken");
  });
  const stops = [subscribe("a", broken), subscribe("a", second)];
  expect(() => publish("a", "one")).not.toThrow();
  expect(broken).toHaveBeenCalled();
  expect(second).toHaveBeenCalledWith("one");
  expect(channel.sent).toEqual([{ type: "understudy:publish", topic: "a", payload: "one" }]);
  for (const stop of stops) stop();
});

test("a payload from the parent reaches the subscribers and is not sent back", () => {
  const listener = vi.fn();
  const stop = subscribe("a", listener);
  channel.receive({ type: "understudy:publish", topic: "a", payload: "from another process" });
  for (const stranger of [
    null,
    "text",
    1,
    {},
    { type: "understudy:publish", topic: "a" },
    { topic: "a", payload: "x" },
  ])
    channel.receive(stranger);
  expect(listener.mock.calls).toEqual([["from another process"]]);
  expect(channel.sent).toEqual([]);
  stop();
});

test("a closed channel accepts nothing, and a process joins once", () => {
  channel.connected = false;
  publish("a", "one");
  expect(channel.sent).toEqual([]);
  const second = new Channel();
  joinParent(second as never);
  channel.connected = true;
  publish("a", "two");
  expect([channel.sent.length, second.sent.length]).toEqual([1, 0]);
});

test("only complete messages of this kind are relayed", () => {
  expect(isPublishMessage({ type: "understudy:publish", topic: "a", payload: "" })).toBe(true);
  expect(isPublishMessage({ type: "ready", topic: "a", payload: "" })).toBe(false);
  expect(isPublishMessage({ type: "understudy:publish", topic: "a", payload: { a: 1 } })).toBe(false);
});

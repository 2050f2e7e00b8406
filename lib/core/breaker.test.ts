import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Breaker } from "./breaker";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const fail = () => Promise.reject(new Error("away"));
const never = () => new Promise<never>(() => {});
const outcome = (call: Promise<unknown>) => call.then(String, (error: Error) => error.message);

async function open(breaker: Breaker): Promise<void> {
  for (let call = 0; call < 5; call++) await outcome(breaker.call(fail));
}

test("opens after five failures in a row, and then refuses without a call", async () => {
  const breaker = new Breaker();
  for (let call = 0; call < 4; call++) await outcome(breaker.call(fail));
  expect(await outcome(breaker.call(async () => "fine"))).toBe("fine");
  await open(breaker);
  expect(breaker.state).toBe("open");
  expect(await outcome(breaker.call(async () => "fine"))).toMatch(/open/);
  expect(breaker).toMatchObject({ attempts: 10, failures: 9, refusals: 1 });
});

test("a call waits no longer than the deadline", async () => {
  const breaker = new Breaker({ deadlineMs: 80 });
  const late = outcome(breaker.call(never));
  await vi.advanceTimersByTimeAsync(79);
  expect(breaker.failures).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(await late).toMatch(/80 ms/);
});

test("after five seconds one call is tried; others do not wait for it", async () => {
  const breaker = new Breaker();
  await open(breaker);
  await vi.advanceTimersByTimeAsync(4_999);
  expect(await outcome(breaker.call(async () => "early"))).toMatch(/open/);
  await vi.advanceTimersByTimeAsync(1);
  const probe = outcome(breaker.call(never));
  expect(breaker.state).toBe("half-open");
  expect(await outcome(breaker.call(async () => "waiting"))).toMatch(/open/);
  await vi.advanceTimersByTimeAsync(80);
  expect(await probe).toMatch(/80 ms/);
  expect(breaker.state).toBe("open");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await outcome(breaker.call(async () => "back"))).toBe("back");
  expect(breaker.state).toBe("closed");
});

test("work that throws immediately, or fails after its deadline, has no side effects", async () => {
  const breaker = new Breaker();
  const throwing = () => {
    throw new Error("at once");
  };
  expect(await outcome(breaker.call(throwing))).toBe("at once");
  const late = outcome(breaker.call(() => new Promise((_, reject) => setTimeout(reject, 200, new Error("late")))));
  await vi.advanceTimersByTimeAsync(300);
  expect(await late).toMatch(/80 ms/);
});

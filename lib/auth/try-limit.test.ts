import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { giveBackLink, giveBackTry, mayTry, mayTryLink } from "./try-limit";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});
let people = 0;
const somebody = () => `person${++people}@example.com`;
const wait = (seconds: number) => vi.advanceTimersByTime(seconds * 1_000);
const tries = (count: number, one: (index: number) => boolean) =>
  Array.from({ length: count }, (_, index) => one(index)).filter(Boolean).length;

it("allows five attempts per network, then increasing delays up to a minute", () => {
  const email = somebody();
  const go = () => mayTry(email, "10.9.0.1");
  expect(tries(20, go)).toBe(5);
  for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
    wait(seconds - 0.5);
    expect(go(), `${seconds} s`).toBe(false);
    wait(0.5);
    expect(go(), `${seconds} s`).toBe(true);
  }
  wait(15 * 60);
  expect(tries(6, go)).toBe(5);
});

it("goes on when the clock of the machine is set back", () => {
  const email = somebody();
  mayTry(email, "10.9.0.77");
  for (let n = 0; n < 20; n++) mayTryLink("10.9.0.77");
  vi.setSystemTime(Date.now() - 86_400_000);
  expect(mayTry(email, "10.9.0.77")).toBe(true);
  expect(mayTryLink("10.9.0.77")).toBe(false);
  wait(61);
  expect(mayTryLink("10.9.0.77")).toBe(true);
});

it("counts a /64 as one network", () => {
  const email = somebody();
  expect(tries(50, (index) => mayTry(email, `2001:db8:9:1:${index.toString(16)}::1`))).toBe(5);
  expect(mayTry(email, "2001:db8:9:2::1")).toBe(true);
});

it("resets failed attempts after a successful one", () => {
  const email = somebody();
  for (let round = 0; round < 40; round++) {
    expect(tries(4, () => mayTry(email, "10.9.0.2"))).toBe(4);
    giveBackTry(email, "10.9.0.2");
    if (round % 10 === 9) wait(15 * 60);
  }
});

it("does not block the owner on a known device while others guess", () => {
  const email = somebody();
  // 66 attempts from one client once used up the limit of the e-mail. Now they use up only the client's own.
  expect(tries(66, () => mayTry(email, "10.9.1.1"))).toBe(5);
  expect(mayTry(email, "10.9.1.2")).toBe(true);
  giveBackTry(email, "10.9.1.2");
  // Attempts from many networks reach the limit of the e-mail.
  expect(tries(100, (index) => mayTry(email, `10.9.2.${index}`))).toBe(55);
  expect(mayTry(email, "10.9.1.2")).toBe(false);
  expect(mayTry(email, "10.9.1.2", "a known device")).toBe(true);
  // The longest delay is short.
  wait(10);
  expect(mayTry(email, "10.9.1.3")).toBe(true);
});

it("limits a known device like a network", () => {
  const email = somebody();
  expect(tries(50, (index) => mayTry(email, `10.9.3.${index}`, "a stolen device"))).toBe(5);
});

it("limits attempts on many e-mails from one network", () => {
  expect(tries(100, () => mayTry(somebody(), "10.9.4.1"))).toBe(60);
});

it("blocks a network after 20 unknown links in a minute", () => {
  expect(tries(30, () => mayTryLink("10.8.0.1"))).toBe(20);
  expect(mayTryLink("10.8.0.2")).toBe(true);
});

it("does not count valid links", () => {
  for (let i = 0; i < 60; i++) {
    expect(mayTryLink("10.8.0.3")).toBe(true);
    giveBackLink("10.8.0.3");
  }
});

import { LRUCache } from "lru-cache";
import { singleton } from "@/lib/core/singleton";
import { delayAfter, networkOf, type TryRule } from "./try-delay";

const windowMs = 60_000;
/** Wrong attempts are forgotten this long after the last one. */
const memoryMs = 15 * 60_000;
// The rule for one e-mail from one network allows what a person needs. The wider rules limit guesses from many networks
// or for many e-mails.
const ofBoth: TryRule = { free: 5, longestMs: 60_000 };
const ofEmail: TryRule = { free: 60, longestMs: 10_000 };
const ofNetwork: TryRule = { free: 60, longestMs: 60_000 };
/** Unknown links per address and minute. A person opens a mistyped link only a few times. */
const triesOfLinks = 20;
/** Calls to an address that a person enters, per minute. */
const triesOfAddresses = 5;

type Wrong = { count: number; lastAt: number };
const wrongTries = () => singleton("wrong-tries", () => new LRUCache<string, Wrong>({ max: 50_000, ttl: memoryMs }));

/** The current count of wrong attempts, or null if there is none or it has expired. */
function wrongOf(key: string, now: number): Wrong | null {
  const wrong = wrongTries().get(key);
  return wrong && now - wrong.lastAt < memoryMs ? wrong : null;
}

/**
 * The counters that an attempt uses. A device that signed in with this e-mail before has its own counter instead of the
 * e-mail's, so that the guesses of strangers do not lock out the owner.
 */
function countsOf(email: string, address: string, device: string | null): [key: string, rule: TryRule][] {
  const network = networkOf(address);
  return [
    [`${email}\0${network}`, ofBoth],
    device === null ? [`${email}\0*`, ofEmail] : [`${email}\0device ${device}`, ofBoth],
    ...(network === "" ? [] : [[`*\0${network}`, ofNetwork] as [string, TryRule]]),
  ];
}

/**
 * Whether this attempt is allowed now. It counts as wrong until `giveBackTry` is called. A refused attempt is not
 * counted. `device` is the result of `findKnownDevice`.
 */
export function mayTry(email: string, address: string, device: string | null = null): boolean {
  const now = performance.now();
  const counts = countsOf(email, address, device);
  const mustWait = counts.some(([key, rule]) => {
    const wrong = wrongOf(key, now);
    return wrong !== null && now < wrong.lastAt + delayAfter(wrong.count, rule);
  });
  if (mustWait) return false;
  for (const [key] of counts) wrongTries().set(key, { count: (wrongOf(key, now)?.count ?? 0) + 1, lastAt: now });
  return true;
}

/** The attempt was correct: removes it, and the person's wrong attempts before it, from the counters. */
export function giveBackTry(email: string, address: string, device: string | null = null): void {
  for (const [key, rule] of countsOf(email, address, device)) {
    const wrong = wrongTries().get(key);
    if (!wrong) continue;
    if (rule === ofBoth || wrong.count <= 1) wrongTries().delete(key);
    else wrongTries().set(key, { ...wrong, count: wrong.count - 1 });
  }
}

type Window = { startedAt: number; tries: number };
const windows = () => singleton("try-windows", () => new LRUCache<string, Window>({ max: 50_000, ttl: windowMs }));

/** Counts an attempt. */
function countTry(who: string): number {
  const now = performance.now();
  const current = windows().get(who);
  const window = current && now - current.startedAt < windowMs ? current : { startedAt: now, tries: 0 };
  window.tries++;
  windows().set(who, window);
  return window.tries;
}

/** Whether a link may be looked up from this address. */
export const mayTryLink = (address: string): boolean => address === "" || countTry(networkOf(address)) <= triesOfLinks;

/** Whether this person may now let the server call an address that they enter. */
export const mayTryAddress = (userId: string): boolean => countTry(`address of ${userId}`) <= triesOfAddresses;

/** How many seconds this address waits until it may look up a link again; 0 if it may now. Counts nothing. */
export function linkWaitSeconds(address: string): number {
  const window = address === "" ? undefined : windows().get(networkOf(address));
  if (!window || window.tries < triesOfLinks) return 0;
  return Math.max(0, Math.ceil((window.startedAt + windowMs - performance.now()) / 1_000));
}

/** The link was valid: removes the attempt from the counter. */
export function giveBackLink(address: string): void {
  const window = windows().get(networkOf(address));
  if (window) window.tries--;
}

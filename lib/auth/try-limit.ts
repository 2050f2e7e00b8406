import { LRUCache } from "lru-cache";
import { singleton } from "@/lib/core/singleton";
import { delayAfter, networkOf, type TryRule } from "./try-delay";

const windowMs = 60_000;
/** Wrong tries are forgotten this long after the last one. */
const memoryMs = 15 * 60_000;
// Of one e-mail from one network: what a person needs. Wider ones for guessing from many networks, or at many e-mails.
const ofBoth: TryRule = { free: 5, longestMs: 60_000 };
const ofEmail: TryRule = { free: 60, longestMs: 10_000 };
const ofNetwork: TryRule = { free: 60, longestMs: 60_000 };
/** Unknown links from one address in a minute: a mistyped one is opened again a few times, not more. */
const triesOfLinks = 20;

type Wrong = { count: number; lastAt: number };
const wrongTries = () => singleton("wrong-tries", () => new LRUCache<string, Wrong>({ max: 50_000, ttl: memoryMs }));

/** What is still held against a count. */
function wrongOf(key: string, now: number): Wrong | null {
  const wrong = wrongTries().get(key);
  return wrong && now - wrong.lastAt < memoryMs ? wrong : null;
}

/**
 * The counts that a try is held against. A device that signed in with this e-mail before has one of its own in place of
 * the e-mail's: what strangers guess elsewhere does not keep the owner out.
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
 * Whether this try may be made now; it counts as wrong until it is given back. One that has to wait counts nowhere.
 * `device`: what `findKnownDevice` says of the client.
 */
export function mayTry(email: string, address: string, device: string | null = null): boolean {
  const now = Date.now();
  const counts = countsOf(email, address, device);
  const mustWait = counts.some(([key, rule]) => {
    const wrong = wrongOf(key, now);
    return wrong !== null && now < wrong.lastAt + delayAfter(wrong.count, rule);
  });
  if (mustWait) return false;
  for (const [key] of counts) wrongTries().set(key, { count: (wrongOf(key, now)?.count ?? 0) + 1, lastAt: now });
  return true;
}

/** The try was right: it does not count, and neither do the wrong ones of this person before it. */
export function giveBackTry(email: string, address: string, device: string | null = null): void {
  for (const [key, rule] of countsOf(email, address, device)) {
    const wrong = wrongTries().get(key);
    if (!wrong) continue;
    if (rule === ofBoth || wrong.count <= 1) wrongTries().delete(key);
    else wrongTries().set(key, { ...wrong, count: wrong.count - 1 });
  }
}

type Window = { startedAt: number; tries: number };
const windows = () => singleton("link-windows", () => new LRUCache<string, Window>({ max: 50_000, ttl: windowMs }));

/** Whether a link may be looked up from this address. */
export function mayTryLink(address: string): boolean {
  if (address === "") return true;
  const now = Date.now();
  const who = networkOf(address);
  const current = windows().get(who);
  const window = current && now - current.startedAt < windowMs ? current : { startedAt: now, tries: 0 };
  window.tries++;
  windows().set(who, window);
  return window.tries <= triesOfLinks;
}

/** The link was one of ours: it does not count. */
export function giveBackLink(address: string): void {
  const window = windows().get(networkOf(address));
  if (window) window.tries--;
}

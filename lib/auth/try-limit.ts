import { LRUCache } from "lru-cache";
import { singleton } from "@/lib/core/singleton";

const windowMs = 60_000;
// Of one e-mail from one address: what a person needs. Wider ones for guessing from many addresses, or at many e-mails.
const triesOfBoth = 5;
const triesOfEither = 60;
/** Unknown links from one address in a minute: a mistyped one is opened again a few times, not more. */
const triesOfLinks = 20;

type Window = { startedAt: number; tries: number };
const windows = () => singleton("sign-in-windows", () => new LRUCache<string, Window>({ max: 50_000, ttl: windowMs }));

function takeTry(who: string, limit: number, now: number): boolean {
  const current = windows().get(who);
  const window = current && now - current.startedAt < windowMs ? current : { startedAt: now, tries: 0 };
  window.tries++;
  windows().set(who, window);
  return window.tries <= limit;
}

/** Whether this try may be made. One of many tries refused for the narrow limit does not count towards the wide ones. */
export function mayTry(email: string, address: string): boolean {
  const now = Date.now();
  if (!takeTry(`${email}\0${address}`, triesOfBoth, now)) return false;
  const ofEmail = takeTry(`${email}\0*`, triesOfEither, now);
  return (address === "" || takeTry(`*\0${address}`, triesOfEither, now)) && ofEmail;
}

/** The try was right: it does not count. */
export function giveBackTry(email: string, address: string): void {
  windows().delete(`${email}\0${address}`);
  for (const who of [`${email}\0*`, `*\0${address}`]) giveBack(who);
}

function giveBack(who: string): void {
  const window = windows().get(who);
  if (window) window.tries--;
}

const linksOf = (address: string) => `link\0${address}`;

/** Whether a link may be looked up from this address. */
export function mayTryLink(address: string): boolean {
  return address === "" || takeTry(linksOf(address), triesOfLinks, Date.now());
}

/** The link was one of ours: it does not count. */
export function giveBackLink(address: string): void {
  giveBack(linksOf(address));
}

import { createHmac, timingSafeEqual } from "node:crypto";

/** The cookie that tells who signed in on this device before. */
export const deviceCookie = "understudy-device";
/** How long a device is known after its last sign-in. */
export const deviceDays = 180;
/** People who share a device. */
const mostPeople = 5;

const entry = /^([0-9a-z]{1,12})-([\w-]{43})$/;

const sign = (email: string, expires: string, secret: string) =>
  createHmac("sha256", secret).update(`known device\0${email}\0${expires}`).digest("base64url");

/** One part of the cookie, if it is this person's and holds: it names the device. */
function isOf(part: string, { email, secret, now }: { email: string; secret: string; now: number }): boolean {
  const [, expires = "", mac = ""] = entry.exec(part) ?? [];
  if (mac === "" || Number.parseInt(expires, 36) * 1_000 < now) return false;
  return timingSafeEqual(Buffer.from(mac), Buffer.from(sign(email, expires, secret)));
}

const partsOf = (cookie: string | null | undefined) => (cookie ?? "").slice(0, 1_000).split(".").filter(Boolean);

type Asked = { email: string; secret: string | undefined; now: number };

/** What names this device among those that the e-mail was signed in on; null: it is not one of them. Pure. */
export function findKnownDevice(cookie: string | null | undefined, { email, secret, now }: Asked): string | null {
  if (!secret) return null;
  return partsOf(cookie).find((part) => isOf(part, { email, secret, now })) ?? null;
}

/** The cookie after a sign-in: this person first, then the others who used the device. Pure. */
export function withKnownPerson(cookie: string | null | undefined, { email, secret, now }: Asked): string | null {
  if (!secret) return null;
  const expires = Math.floor(now / 1_000 + deviceDays * 86_400).toString(36);
  const others = partsOf(cookie).filter((part) => entry.test(part) && !isOf(part, { email, secret, now }));
  return [`${expires}-${sign(email, expires, secret)}`, ...others].slice(0, mostPeople).join(".");
}

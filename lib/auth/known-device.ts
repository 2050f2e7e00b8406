import { createHmac, timingSafeEqual } from "node:crypto";

/** The cookie that identifies the people who have signed in on this device. */
export const deviceCookie = "understudy-device";
/** How long a device is known after the last sign-in, in days. */
export const deviceDays = 180;
/** The maximum number of people remembered per device. */
const mostPeople = 5;

const entry = /^([0-9a-z]{1,12})-([\w-]{43})$/;

const sign = (email: string, expires: string, secret: string) =>
  createHmac("sha256", secret).update(`known device\0${email}\0${expires}`).digest("base64url");

/** Whether this part of the cookie belongs to the person and has not expired. Such a part identifies the device. */
function isOf(part: string, { email, secret, now }: { email: string; secret: string; now: number }): boolean {
  const [, expires = "", mac = ""] = entry.exec(part) ?? [];
  if (mac === "" || Number.parseInt(expires, 36) * 1_000 < now) return false;
  return timingSafeEqual(Buffer.from(mac), Buffer.from(sign(email, expires, secret)));
}

const partsOf = (cookie: string | null | undefined) => (cookie ?? "").slice(0, 1_000).split(".").filter(Boolean);

type DeviceQuery = { email: string; secret: string | undefined; now: number };

/**
 * Returns the part of the cookie that identifies this device for the e-mail; null if that person never signed in here.
 * Pure.
 */
export function findKnownDevice(cookie: string | null | undefined, { email, secret, now }: DeviceQuery): string | null {
  if (!secret) return null;
  return partsOf(cookie).find((part) => isOf(part, { email, secret, now })) ?? null;
}

/** The cookie after a sign-in: this person first, then the others who used the device. Pure. */
export function withKnownPerson(cookie: string | null | undefined, { email, secret, now }: DeviceQuery): string | null {
  if (!secret) return null;
  const expires = Math.floor(now / 1_000 + deviceDays * 86_400).toString(36);
  const others = partsOf(cookie).filter((part) => entry.test(part) && !isOf(part, { email, secret, now }));
  return [`${expires}-${sign(email, expires, secret)}`, ...others].slice(0, mostPeople).join(".");
}

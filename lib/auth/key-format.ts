import { randomInt } from "node:crypto";
import { crc32 } from "node:zlib";
import { sha256Hex } from "@/lib/core/hash";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const pattern = /^us_[a-z]{1,8}_[0-9A-Za-z]{38}$/;
const checksumLength = 6;

function base62(value: number, length: number): string {
  let text = "";
  for (let rest = value, i = 0; i < length; i++, rest = Math.floor(rest / 62)) text = alphabet[rest % 62] + text;
  return text;
}

const checksum = (body: string) => base62(crc32(body), checksumLength);

/** Creates a key: `us_<label>_<32 random characters><6 of checksum>`, with 190 random bits. */
export function mintKey(label: string): string {
  const secret = Array.from({ length: 32 }, () => alphabet[randomInt(62)]).join("");
  const body = `us_${label.replace(/[^a-z]/g, "").slice(0, 8) || "key"}_${secret}`;
  return body + checksum(body);
}

/** Whether the text has the form and checksum of a key. Detects typing errors without a query. */
export function isWellFormedKey(key: string): boolean {
  return pattern.test(key) && checksum(key.slice(0, -checksumLength)) === key.slice(-checksumLength);
}

/** The stored form of a key: SHA-256, hexadecimal. */
export function hashKey(key: string): string {
  return sha256Hex(key);
}

/** The first characters, which identify a key for people: `us_prod_4Kq9`. */
export function keyPrefix(key: string): string {
  return key.slice(0, key.lastIndexOf("_") + 5);
}

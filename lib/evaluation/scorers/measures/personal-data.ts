import { isIPv6 } from "node:net";
import type { PiiKind } from "../pii-kinds";

/** A piece of personal data: as written, and in a normalised form for comparison. */
export type PersonalDatum = { kind: PiiKind; written: string; key: string };

type Detector = { kind: PiiKind; pattern: RegExp; isReal: (written: string) => boolean };

const digitsOf = (text: string) => text.replaceAll(/\D/g, "");

/** The checksum of card numbers (ISO/IEC 7812-1). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 0 && sum % 10 === 0;
}

// Lengths by country (ISO 13616 registry). They reject texts that pass the checksum by chance.
const ibanLengths: Record<string, number> = {
  AD: 24,
  AE: 23,
  AT: 20,
  BE: 16,
  BG: 22,
  BR: 29,
  CH: 21,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  EE: 20,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GR: 27,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IS: 26,
  IT: 27,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  PT: 25,
  RO: 24,
  SA: 24,
  SE: 24,
  SI: 19,
  SK: 24,
  TR: 26,
};

/** Checks the checksum of an IBAN (ISO 7064 mod 97-10) and the length of its country. */
export function isIban(text: string): boolean {
  const plain = text.replaceAll(/[\s-]/g, "").toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain)) return false;
  const length = ibanLengths[plain.slice(0, 2)];
  if (length !== undefined && plain.length !== length) return false;
  let rest = 0;
  for (const sign of plain.slice(4) + plain.slice(0, 4))
    for (const digit of String(Number.parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

const isPublicIpv4 = (text: string) =>
  text.split(".").every((part) => Number(part) <= 255) && !/^(0|127)\./.test(text) && text !== "255.255.255.255";

// Detectors run in this order. Text that one kind has matched is hidden from the next. All quantifiers are bounded, so
// the time is linear.
const detectors: readonly Detector[] = [
  {
    kind: "email",
    pattern: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,6}/gu,
    isReal: (text) => !/\.\d+$/.test(text),
  },
  {
    kind: "iban",
    pattern:
      /(?<![\p{L}\p{N}])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?(?![\p{L}\p{N}])/gu,
    isReal: isIban,
  },
  {
    kind: "credit_card",
    pattern: /(?<![\d.])(?:\d[ -]?){12,18}\d(?![\d])/g,
    isReal: (text) =>
      /^(3[0-9]|4|5[0-9]|6|2[2-7])/.test(digitsOf(text)) &&
      passesLuhn(digitsOf(text)) &&
      !/^(\d)\1+$/.test(digitsOf(text)),
  },
  {
    kind: "us_ssn",
    pattern: /(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g,
    isReal: () => true,
  },
  { kind: "ip_address", pattern: /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d]|\.\d)/g, isReal: isPublicIpv4 },
  {
    kind: "ip_address",
    pattern: /(?<![\p{L}\p{N}:])[\da-fA-F]{0,4}(?::[\da-fA-F]{0,4}){2,7}(?![\p{L}\p{N}:])/gu,
    isReal: (text) => isIPv6(text) && /[\da-f]{2}/i.test(text),
  },
  // Needs a country code, a trunk 0 or the North American format, because not every long number is a telephone number.
  {
    kind: "phone",
    pattern:
      /(?<![\p{L}\p{N}+]|\d[ -])(?:\+\d(?:[ ()./-]{0,2}\d){6,14}|(?:\(0\d{1,5}\)|0[1-9]\d{0,4}[ /-])[ /-]{0,2}\d(?:[ /-]?\d){4,9}|0[1-9]\d{8,10}|(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4})(?![\p{L}\p{N}])/gu,
    isReal: (text) => digitsOf(text).length >= 7 && digitsOf(text).length <= 15,
  },
];

/** The longest prefix of a match that is a valid IBAN. Words in capitals may follow it directly. */
function realPart({ kind, isReal }: Detector, written: string): string | null {
  if (isReal(written)) return written;
  if (kind !== "iban") return null;
  for (let end = written.length - 1; end >= 15; end -= 1) {
    const part = written.slice(0, end);
    if (isReal(part)) return part;
  }
  return null;
}

const keyOf = (kind: PiiKind, written: string) =>
  kind === "email" ? written.toLowerCase() : written.replaceAll(/[^\p{L}\p{N}:.]|(?<=\d)\.(?=\d)/gu, "").toLowerCase();

/** Finds personal data of these kinds in a text. At most 100 of each kind. Pure. */
export function findPersonalData(text: string, kinds: readonly PiiKind[]): PersonalDatum[] {
  let rest = text.normalize("NFKC");
  const found: PersonalDatum[] = [];
  for (const detector of detectors) {
    const { kind, pattern } = detector;
    const taken: string[] = [];
    for (const [written] of rest.matchAll(pattern)) {
      const real = realPart(detector, written);
      if (real === null) continue;
      taken.push(real);
      if (kinds.includes(kind)) found.push({ kind, written: real, key: keyOf(kind, real) });
      if (taken.length >= 100) break;
    }
    for (const one of new Set(taken)) rest = rest.replaceAll(one, " ⁂ ");
  }
  return found;
}

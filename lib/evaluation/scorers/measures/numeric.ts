import { wholePercent } from "../wording";
import { type Finding, noExpected, passOrFail } from "./finding";

/** A parsed number. `isPercent` if a % follows it. */
export type ReadNumber = { value: number; isPercent: boolean };

// 1,234.5 and 1234.5, .5, 1e6. A minus sign counts only if no word or digit precedes it: ORD-12 is not −12.
const numeral =
  /(?:(?<![\p{L}\d])[-−])?(?:\d{1,3}(?:,\d{3}){1,8}(?![\d,])|\d+)?(?:(?<=\d)\.\d+|(?<![\d.])\.\d+)?(?:(?<=\d)[eE][-+]?\d{1,3}(?!\d))?(?:(?<=\d)\s?%)?/gu;

/** The first or last number of a text, or null. Of a long text, only the relevant end is read. */
export function readNumber(text: string, pick: "first" | "last"): ReadNumber | null {
  const part = pick === "first" ? text.slice(0, maxRead) : text.slice(-maxRead);
  const found = [...part.normalize("NFKC").matchAll(numeral)]
    .map(([written]) => written)
    .filter((written) => /\d/.test(written))
    .map((written) => ({
      value: Number(written.replaceAll(/[,%\s]/g, "").replace("−", "-")),
      isPercent: written.endsWith("%"),
    }))
    .filter(({ value }) => Number.isFinite(value));
  return found.at(pick === "first" ? 0 : -1) ?? null;
}

const maxRead = 200_000;

type Rules = { tolerance: number; mode: "absolute" | "relative"; pick: "first" | "last" };

const shown = ({ value, isPercent }: ReadNumber) => `${value}${isPercent ? "\u00a0%" : ""}`;

/** Compares the number of the answer with the expected one. 12 % matches both 12 and 0.12. */
export function measureNumeric({ tolerance, mode, pick }: Rules, output: string, expected: unknown): Finding {
  if (expected === null || expected === undefined) return noExpected;
  const right: ReadNumber | null =
    typeof expected === "number"
      ? { value: expected, isPercent: false }
      : typeof expected === "string"
        ? readNumber(expected, pick)
        : null;
  if (!right || !Number.isFinite(right.value))
    return { skipped: "The expected answer of this case contains no number." };
  const got = readNumber(output, pick);
  if (!got) return passOrFail(false, `There is no number in the answer. Expected ${shown(right)}.`);
  const room = mode === "relative" ? tolerance * Math.abs(right.value) : tolerance;
  // A share and a percentage are two notations of one number.
  const readings =
    got.isPercent === right.isPercent ? [got.value] : [got.value, got.isPercent ? got.value / 100 : got.value * 100];
  const isNear = (value: number) => Math.abs(value - right.value) <= room + 1e-9 * Math.max(1, Math.abs(right.value));
  const within = tolerance === 0 ? "" : ` (± ${mode === "relative" ? wholePercent(tolerance) : tolerance} allowed)`;
  return readings.some(isNear)
    ? passOrFail(true, `It says ${shown(got)}, as expected${within}.`)
    : passOrFail(false, `It says ${shown(got)}. Expected ${shown(right)}${within}.`);
}

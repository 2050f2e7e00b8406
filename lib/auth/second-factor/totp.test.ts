import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cases } from "@/lib/testing/properties";
import { codeAt, matchCode, mintSecret, otpauthUri, stepAt, toBase32 } from "./totp";

const secret = Buffer.from("12345678901234567890");

describe("codes", () => {
  // RFC 6238, appendix B (SHA-1), the last six of its eight digits.
  test.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ])("at %i seconds it is %s", (seconds, code) => {
    expect(codeAt(secret, stepAt(seconds * 1_000))).toBe(code);
  });

  test("are valid for the step before and after, and no longer", () => {
    const now = 1_234_567_890_000;
    for (const [offset, fits] of [
      [-2, false],
      [-1, true],
      [0, true],
      [1, true],
      [2, false],
    ] as const)
      expect([offset, matchCode(secret, codeAt(secret, stepAt(now) + offset), now) !== null]).toEqual([offset, fits]);
  });

  test("are valid once: a used step, and those before it, are refused", () => {
    const now = 1_234_567_890_000;
    const step = matchCode(secret, codeAt(secret, stepAt(now)), now);
    expect(step).toBe(stepAt(now));
    expect(matchCode(secret, codeAt(secret, stepAt(now)), now, step ?? 0)).toBeNull();
    expect(matchCode(secret, codeAt(secret, stepAt(now) - 1), now, step ?? 0)).toBeNull();
    expect(matchCode(secret, codeAt(secret, stepAt(now) + 1), now, step ?? 0)).toBe(stepAt(now) + 1);
  });

  test("may contain spaces, and nothing else", () => {
    const now = 59_000;
    expect(matchCode(secret, "287 082", now)).toBe(1);
    for (const wrong of ["", "28708", "2870822", "287083", "２８７０８２", "\0"])
      expect(matchCode(secret, wrong, now)).toBeNull();
  });
});

describe("secrets", () => {
  // RFC 4648, section 10, without padding.
  test.each([
    ["", ""],
    ["f", "MY"],
    ["fo", "MZXQ"],
    ["foo", "MZXW6"],
    ["foob", "MZXW6YQ"],
    ["fooba", "MZXW6YTB"],
    ["foobar", "MZXW6YTBOI"],
  ])("%s is %s in base32", (text, expected) => {
    expect(toBase32(Buffer.from(text))).toBe(expected);
  });

  test("of any bytes have the length and characters that apps accept", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(toBase32(bytes)).toMatch(/^[A-Z2-7]*$/);
        expect(toBase32(bytes)).toHaveLength(Math.ceil((bytes.length * 8) / 5));
      }),
      { numRuns: cases(100) },
    );
  });

  test("have 160 bits and are in the URI that apps read", () => {
    expect(mintSecret()).toHaveLength(20);
    const uri = new URL(otpauthUri(secret, "ana+x@example.com"));
    expect(decodeURIComponent(uri.pathname)).toBe("/Understudy:ana+x@example.com");
    expect(uri.searchParams.get("secret")).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    expect(uri.searchParams.get("issuer")).toBe("Understudy");
  });
});

import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cases } from "@/lib/testing/properties";
import { decryptSecret, encryptSecret, isUnderOldKey, type KeyRing, parseKeyRing } from "./secrets";

const key = (id: string) => ({ id, key: randomBytes(32) });
const context = { workspaceId: "w1", id: "c1", purpose: "provider-key" };
const first = key("local");
const ring: KeyRing = [first];

describe("encrypted secrets", () => {
  test("are decrypted to the original, and encrypted differently each time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (plain) => {
        const stored = encryptSecret(plain, context, ring);
        expect(decryptSecret(stored, context, ring)).toBe(plain);
        expect(encryptSecret(plain, context, ring)).not.toBe(stored);
      }),
      { numRuns: cases(50) },
    );
  });

  test("contain the format and the key id, and nothing else readable", () => {
    const stored = encryptSecret("sk-very-secret", context, ring);
    expect(stored).toMatch(/^v1\.local\.[\w-]{16}\.[\w-]+$/);
    expect(Buffer.from(stored.split(".")[3] ?? "", "base64url").toString()).not.toContain("very");
  });

  test.each([
    ["another workspace", { ...context, workspaceId: "w2" }],
    ["another row", { ...context, id: "c2" }],
    ["another use", { ...context, purpose: "webhook" }],
    ["fields shifted into each other", { workspaceId: "w1c", id: "1", purpose: "provider-key" }],
  ])("cannot be decrypted with %s", (_, other) => {
    const stored = encryptSecret("sk-very-secret", context, ring);
    expect(() => decryptSecret(stored, other, ring)).toThrow(/does not open with the key local/);
  });

  test("every changed byte is detected", () => {
    const stored = encryptSecret("sk", context, ring);
    const [format, id, nonce = "", sealed = ""] = stored.split(".");
    for (const [part, at] of [nonce, sealed].flatMap((text, part) =>
      Array.from({ length: Buffer.from(text, "base64url").length }, (_, at) => [part, at] as const),
    )) {
      const parts = [Buffer.from(nonce, "base64url"), Buffer.from(sealed, "base64url")];
      const bytes = parts[part] ?? Buffer.alloc(0);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const forged = [format, id, ...parts.map((bytes) => bytes.toString("base64url"))].join(".");
      expect(() => decryptSecret(forged, context, ring)).toThrow(/does not open/);
    }
  });

  test.each(["", "sk-plain", "v2.local.AAAA.AAAA", "v1.local.AAAA.AAAA", "v1.local.A.A.A.A"])(
    "refuses %j",
    (stored) => {
      expect(() => decryptSecret(stored, context, ring)).toThrow(
        expect.objectContaining({ code: "invalid_state", message: expect.stringMatching(/not in a form/) }),
      );
    },
  );

  test("a truncated tag is refused", () => {
    const [format, id, nonce, sealed = ""] = encryptSecret("x", context, ring).split(".");
    const short = Buffer.from(sealed, "base64url").subarray(0, 12).toString("base64url");
    expect(() => decryptSecret([format, id, nonce, short].join("."), context, ring)).toThrow(/not in a form/);
  });

  test("an older key still decrypts; a missing or changed one is reported", () => {
    const stored = encryptSecret("sk", context, ring);
    const newer = key("2026");
    expect(decryptSecret(stored, context, [newer, first])).toBe("sk");
    expect(isUnderOldKey(stored, [newer, first])).toBe(true);
    expect(isUnderOldKey(stored, ring)).toBe(false);
    expect(() => decryptSecret(stored, context, [newer])).toThrow(
      /encrypted with the key local, which is not in ENCRYPTION_KEYS/,
    );
    expect(() => decryptSecret(stored, context, [key("local")])).toThrow(/that key is another one now/);
    expect(() => encryptSecret("sk", context, [])).toThrow(/ENCRYPTION_KEYS is not set/);
  });

  test("accepts the setting in both variants of base64", () => {
    const bytes = Buffer.alloc(32, 0xfb);
    const ringOf = parseKeyRing(`new:${bytes.toString("base64url")},old:${bytes.toString("base64")}`);
    expect(ringOf.map(({ id }) => id)).toEqual(["new", "old"]);
    for (const { key } of ringOf) expect(key.equals(bytes)).toBe(true);
    expect(parseKeyRing(undefined)).toEqual([]);
  });
});

import { describe, expect, test } from "vitest";
import { createSigningKey, isSignatureValid, signedHead, signHeadWith } from "./signature";

const key = createSigningKey();
const head = {
  workspaceId: "01890000-0000-7000-8000-000000000000",
  position: 7,
  hash: "ab".repeat(32),
  at: "2026-11-23T00:00:00.000Z",
  publicKey: key.publicKey,
};
const signed = signHeadWith(key.privateKey, head);

describe("a signed head", () => {
  test("is a file of a known format, verified by its key", () => {
    expect(signedHead.parse(JSON.parse(JSON.stringify(signed)))).toEqual(signed);
    expect(isSignatureValid(signed)).toBe(true);
  });

  test.each([
    ["position", { position: 8 }],
    ["hash", { hash: "ac".repeat(32) }],
    ["time", { at: "2026-11-23T00:00:01.000Z" }],
    ["workspace", { workspaceId: "01890000-0000-7000-8000-000000000001" }],
    ["key", { publicKey: createSigningKey().publicKey }],
    ["key that is none", { publicKey: "A".repeat(43) }],
    ["signature", { signature: "A".repeat(86) }],
  ])("with another %s is not valid", (_, change) => {
    expect(isSignatureValid({ ...signed, ...change })).toBe(false);
  });
});

import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "@/lib/core/canonical-json";

const hex64 = z.string().regex(/^[0-9a-f]{64}$/);
const base64url = z.string().regex(/^[\w-]+$/);

/** The signed head of a workspace's history chain: a file that people can keep and compare with the history later. */
export const signedHead = z.strictObject({
  format: z.literal("understudy-signed-head/1"),
  workspaceId: z.uuid(),
  position: z.number().int().min(1),
  hash: hex64,
  at: z.iso.datetime(),
  /** The 32 bytes of the Ed25519 public key. */
  publicKey: base64url.length(43),
  /** The signature over the canonical JSON (RFC 8785) of all fields above. */
  signature: base64url.length(86),
});
export type SignedHead = z.infer<typeof signedHead>;
type Unsigned = Omit<SignedHead, "signature" | "format">;

export type KeyPair = { publicKey: string; privateKey: string };

/** Creates an Ed25519 key. Both halves are the 32 bytes of a JWK, base64url. */
export function createSigningKey(): KeyPair {
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  if (!x || !d) throw new TypeError("The key has no JWK form.");
  return { publicKey: x, privateKey: d };
}

const okp = { kty: "OKP", crv: "Ed25519" } as const;
const bytesOf = ({ workspaceId, position, hash, at, publicKey }: Unsigned) =>
  Buffer.from(
    canonicalJson({ format: "understudy-signed-head/1", workspaceId, position, hash, at, publicKey }),
    "utf8",
  );

/** Signs a head with a private key. Pure. */
export function signHeadWith(privateKey: string, head: Unsigned): SignedHead {
  const key = createPrivateKey({ key: { ...okp, x: head.publicKey, d: privateKey }, format: "jwk" });
  const signature = sign(null, bytesOf(head), key).toString("base64url");
  return { format: "understudy-signed-head/1", ...head, signature };
}

/** Whether the signature matches the head and the public key in it. Pure. */
export function isSignatureValid({ signature, ...head }: SignedHead): boolean {
  try {
    const key = createPublicKey({ key: { ...okp, x: head.publicKey }, format: "jwk" });
    return verify(null, bytesOf(head), key, Buffer.from(signature, "base64url"));
  } catch {
    return false; // not a point of the curve
  }
}

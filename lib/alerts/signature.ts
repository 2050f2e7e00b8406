import { createHmac, randomBytes } from "node:crypto";

const prefix = "whsec_";

/** A secret that signs webhooks, as Standard Webhooks writes it: 32 random bytes. */
export const newSigningSecret = (): string => prefix + randomBytes(32).toString("base64");

/**
 * The headers of a signed webhook (Standard Webhooks 1.0): the signature is over id, time in seconds and body. With
 * several secrets there are as many signatures, so that a receiver may hold the old or the new one.
 */
export function signatureHeaders(
  secrets: readonly string[],
  { id, at, body }: { id: string; at: Date; body: string },
): Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const sign = (secret: string) =>
    createHmac("sha256", Buffer.from(secret.slice(prefix.length), "base64"))
      .update(`${id}.${timestamp}.${body}`)
      .digest("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": secrets.map((secret) => `v1,${sign(secret)}`).join(" "),
  };
}

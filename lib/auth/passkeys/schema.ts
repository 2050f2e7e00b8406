import { z } from "zod";

const base64url = z
  .string()
  .min(1)
  .max(20_000)
  .regex(/^[A-Za-z0-9_-]+$/, "This is not base64url.");
const credential = {
  id: base64url.max(2_000),
  rawId: base64url.max(2_000),
  type: z.literal("public-key"),
  clientExtensionResults: z.looseObject({}),
  authenticatorAttachment: z
    .enum(["cross-platform", "platform"])
    .nullish()
    .transform((one) => one ?? undefined),
};

/** A new passkey from the browser (WebAuthn, RegistrationResponseJSON). */
const registration = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(30)).max(10).default([]),
  }),
});

/** A signed challenge from the browser (WebAuthn, AuthenticationResponseJSON). */
export const passkeyAnswer = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish().transform((one) => one ?? undefined),
  }),
});
export type PasskeyAnswer = z.output<typeof passkeyAnswer>;

const name = z.string().trim().min(1, "A passkey needs a name.").max(100);

export const addPasskeyInput = z.strictObject({ name, response: registration });
export type AddPasskeyInput = z.output<typeof addPasskeyInput>;

export const passkeyIdInput = z.strictObject({ id: base64url.max(2_000) });
export type PasskeyIdInput = z.output<typeof passkeyIdInput>;

export const passkeyAnswerInput = z.strictObject({ response: passkeyAnswer });
export type PasskeyAnswerInput = z.output<typeof passkeyAnswerInput>;

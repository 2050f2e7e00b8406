import { z } from "zod";

/** A new API key. `environments` are names; "all" includes those added later. */
export const createApiKeyInput = z.strictObject({
  name: z.string().trim().min(1, "A key needs a name.").max(100),
  scope: z.enum(["runtime", "manage"]),
  environments: z.union([z.literal("all"), z.array(z.string().min(1).max(63)).min(1).max(50)]),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});
export type CreateApiKeyInput = z.infer<typeof createApiKeyInput>;

export const revokeApiKeyInput = z.strictObject({ id: z.uuid() });
export type RevokeApiKeyInput = z.infer<typeof revokeApiKeyInput>;

/** Rotation: the old key goes on for `overlapHours` (0 to 720), then expires. */
export const rotateApiKeyInput = z.strictObject({ id: z.uuid(), overlapHours: z.number().min(0).max(720).default(24) });
export type RotateApiKeyInput = z.input<typeof rotateApiKeyInput>;

import { z } from "zod";

/** One of the person's own sessions. */
export const endSessionInput = z.strictObject({ id: z.uuid() });
export type EndSessionInput = z.infer<typeof endSessionInput>;

/** The person's password, as a proof of identity. */
export const proveIdentityInput = z.strictObject({ password: z.string().min(1, "Enter your password.").max(1_000) });
export type ProveIdentityInput = z.infer<typeof proveIdentityInput>;

import { z } from "zod";

/** A code of an authenticator app. */
export const totpCodeInput = z.strictObject({
  code: z.string().trim().min(1, "Enter the code that the app shows.").max(20),
});
export type TotpCodeInput = z.infer<typeof totpCodeInput>;

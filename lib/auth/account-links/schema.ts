import { z } from "zod";
import { emailAddress, newPassword } from "../schema";

const token = z.string().min(1).max(200);

/** Requests a link that sets a new password. */
export const requestResetInput = z.strictObject({ email: emailAddress });
export type RequestResetInput = z.output<typeof requestResetInput>;

/** Sets the password with the token of a link. */
export const resetPasswordInput = z.strictObject({ token, password: newPassword });
export type ResetPasswordInput = z.infer<typeof resetPasswordInput>;

/** Changes the address of the person's own account. */
export const changeEmailInput = z.strictObject({ email: emailAddress });
export type ChangeEmailInput = z.output<typeof changeEmailInput>;

/** The token of a link that confirms an address. */
export const confirmAddressInput = z.strictObject({ token });
export type ConfirmAddressInput = z.infer<typeof confirmAddressInput>;

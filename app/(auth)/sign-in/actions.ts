"use server";

import { after } from "next/server";
import { z } from "zod";
import { askingAddress } from "@/app/_components/asking-address";
import { defineOpenAction } from "@/lib/api/action";
import { confirmAddress } from "@/lib/auth/account-links/commands/confirm-address";
import {
  assertMayRequestReset,
  requestPasswordReset,
  resetPassword,
} from "@/lib/auth/account-links/commands/reset-password";
import { confirmAddressInput, requestResetInput, resetPasswordInput } from "@/lib/auth/account-links/schema";
import { beginPasskeySignIn } from "@/lib/auth/passkeys/commands/use-passkey";
import { giveBackLink, mayTryLink } from "@/lib/auth/try-limit";
import { AppError } from "@/lib/core/errors";

const tooMany = () => new AppError("rate_limited", "Too many attempts. Wait a minute, then try again.");

/** Starts a sign-in with a passkey. The browser continues. A successful sign-in does not count towards the limit. */
export const beginPasskey = defineOpenAction(z.object({}), async () => {
  if (!mayTryLink(await askingAddress())) throw tooMany();
  return beginPasskeySignIn();
});

/** Limits attempts with unknown tokens per client address, as for invitations. Valid tokens do not count. */
async function withLinkLimit<T>(work: () => Promise<T>): Promise<T> {
  const address = await askingAddress();
  if (!mayTryLink(address)) throw tooMany();
  const result = await work();
  giveBackLink(address);
  return result;
}

/**
 * Sends a link to set a new password if the account exists. It answers before the work, so that time reveals nothing.
 */
export const requestReset = defineOpenAction(requestResetInput, async (input) => {
  assertMayRequestReset(input, await askingAddress());
  after(() => requestPasswordReset(input));
  return { email: input.email };
});

/** Sets a new password with a link. */
export const setNewPassword = defineOpenAction(resetPasswordInput, (input) =>
  withLinkLimit(() => resetPassword(input)),
);

/** Confirms an address with a link. */
export const confirm = defineOpenAction(confirmAddressInput, (input) => withLinkLimit(() => confirmAddress(input)));

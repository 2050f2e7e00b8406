"use server";

import { z } from "zod";
import { askingAddress } from "@/app/_components/asking-address";
import { defineAction, definePersonAction } from "@/lib/api/action";
import { requestEmailChange, requestVerification } from "@/lib/auth/account-links/commands/confirm-address";
import { changeEmailInput } from "@/lib/auth/account-links/schema";
import { chooseTimeZone } from "@/lib/auth/commands/choose-time-zone";
import { muteMails } from "@/lib/auth/commands/mute-mails";
import { leaveWorkspace } from "@/lib/auth/commands/remove-member";
import { changePassword, renamePerson } from "@/lib/auth/commands/update-account";
import { joinByDomain } from "@/lib/auth/domains/commands";
import { joinByDomainInput } from "@/lib/auth/domains/schema";
import { addPasskey, beginPasskey, removePasskey } from "@/lib/auth/passkeys/commands/manage-passkeys";
import { beginPasskeyProof, proveWithPasskey } from "@/lib/auth/passkeys/commands/use-passkey";
import { ownsPasskey } from "@/lib/auth/passkeys/queries";
import { addPasskeyInput, passkeyAnswerInput, passkeyIdInput } from "@/lib/auth/passkeys/schema";
import {
  changePasswordInput,
  leaveWorkspaceInput,
  muteMailsInput,
  renamePersonInput,
  timeZoneInput,
} from "@/lib/auth/schema";
import { beginTotp, confirmTotp, removeTotp, renewRecoveryCodes } from "@/lib/auth/second-factor/commands/manage-totp";
import { totpCodeInput } from "@/lib/auth/second-factor/schema";
import { endOtherSessions, endOwnSession, proveIdentity } from "@/lib/auth/sessions/commands";
import { endSessionInput, proveIdentityInput } from "@/lib/auth/sessions/schema";
import { previewDigest } from "@/lib/jobs/digest/queries/facts";

/** The name others see from now on. */
export const changeName = definePersonAction(renamePersonInput, renamePerson);

/** Which e-mails the person wants. */
export const chooseMails = definePersonAction(muteMailsInput, muteMails);

/** The zone in which times are shown. */
export const chooseZone = definePersonAction(timeZoneInput, chooseTimeZone);

/** Sends a link that confirms the address. */
export const sendVerification = definePersonAction(z.object({}), requestVerification);

/** Asks for another address; it changes once that is confirmed. */
export const changeEmail = definePersonAction(changeEmailInput, requestEmailChange);

/** A new password; every other session ends. */
export const setPassword = definePersonAction(changePasswordInput, async (person, input) =>
  changePassword(person, input, await askingAddress()),
);

/** Begins to set up an authenticator app. */
export const beginFactor = definePersonAction(z.object({}), beginTotp);

/** Takes the authenticator app into use with its first code. */
export const confirmFactor = definePersonAction(totpCodeInput, confirmTotp);

/** Ends the second factor. */
export const removeFactor = definePersonAction(totpCodeInput, removeTotp);

/** New recovery codes in place of the old ones. */
export const renewCodes = definePersonAction(z.object({}), renewRecoveryCodes);

/** Begins to make a passkey; the browser goes on. */
export const beginNewPasskey = definePersonAction(z.object({}), beginPasskey);

/** Keeps a passkey that the browser made. */
export const keepPasskey = definePersonAction(addPasskeyInput, addPasskey);

/** Ends a passkey. */
export const endPasskey = definePersonAction(passkeyIdInput, removePasskey);

/** Whether there is a passkey to confirm with. */
export const ownPasskey = definePersonAction(z.object({}), ownsPasskey);

/** Begins a proof of identity by a passkey; null: there is none. */
export const beginProof = definePersonAction(z.object({}), beginPasskeyProof);

/** Proves the person's identity by a passkey. */
export const proveByPasskey = definePersonAction(passkeyAnswerInput, async (person, input) =>
  proveWithPasskey(person, input, await askingAddress()),
);

/** Ends one of one's own sessions. */
export const endSession = definePersonAction(endSessionInput, endOwnSession);

/** Ends every session of one's own but this one. */
export const endOthers = definePersonAction(z.object({}), endOtherSessions);

/** Proves the person's identity by their password. */
export const prove = definePersonAction(proveIdentityInput, async (person, input) =>
  proveIdentity(person, input, await askingAddress()),
);

/** Joins a workspace that is open to the person's address. */
export const joinOpen = definePersonAction(joinByDomainInput, joinByDomain);

/** The digest of the last week for the person. */
export const previewWeek = defineAction(z.strictObject({}), previewDigest);

/** Ends one's own membership of a workspace. */
export const leave = defineAction(leaveWorkspaceInput, leaveWorkspace);

"use server";

import { z } from "zod";
import { askingAddress } from "@/app/_components/asking-address";
import { removeSlackAddress, setSlackAddress } from "@/lib/alerts/personal/commands/slack-address";
import { slackAddressInput } from "@/lib/alerts/personal/schema";
import { defineAction, definePersonAction } from "@/lib/api/action";
import { requestEmailChange, requestVerification } from "@/lib/auth/account-links/commands/confirm-address";
import { changeEmailInput } from "@/lib/auth/account-links/schema";
import { changePassword, chooseTimeZone, muteMails, renamePerson } from "@/lib/auth/commands/account";
import { leaveWorkspace } from "@/lib/auth/commands/members";
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

/** Changes the display name. */
export const changeName = definePersonAction(renamePersonInput, renamePerson);

/** Changes which messages the person receives. */
export const chooseMails = definePersonAction(muteMailsInput, muteMails);

/** Sends the person's messages to their own Slack webhook. */
export const chooseSlack = definePersonAction(slackAddressInput, setSlackAddress);

/** Sends the person's messages by e-mail again. */
export const leaveSlack = definePersonAction(z.object({}), removeSlackAddress);

/** Changes the time zone in which times are shown. */
export const chooseZone = definePersonAction(timeZoneInput, chooseTimeZone);

/** Sends a link that confirms the address. */
export const sendVerification = definePersonAction(z.object({}), requestVerification);

/** Requests a change of address. The address changes once the new one is confirmed. */
export const changeEmail = definePersonAction(changeEmailInput, requestEmailChange);

/** Sets a new password and ends every other session. */
export const setPassword = definePersonAction(changePasswordInput, async (person, input) =>
  changePassword(person, input, await askingAddress()),
);

/** Starts the setup of an authenticator app. */
export const beginFactor = definePersonAction(z.object({}), beginTotp);

/** Activates the authenticator app with its first code. */
export const confirmFactor = definePersonAction(totpCodeInput, confirmTotp);

/** Removes the second factor. */
export const removeFactor = definePersonAction(totpCodeInput, removeTotp);

/** Replaces the recovery codes with new ones. */
export const renewCodes = definePersonAction(z.object({}), renewRecoveryCodes);

/** Starts the creation of a passkey. The browser continues. */
export const beginNewPasskey = definePersonAction(z.object({}), beginPasskey);

/** Stores a passkey that the browser created. */
export const keepPasskey = definePersonAction(addPasskeyInput, addPasskey);

/** Removes a passkey. */
export const endPasskey = definePersonAction(passkeyIdInput, removePasskey);

/** Returns whether the person has a passkey to confirm with. */
export const ownPasskey = definePersonAction(z.object({}), ownsPasskey);

/** Starts a proof of identity by a passkey. Null if the person has no passkey. */
export const beginProof = definePersonAction(z.object({}), beginPasskeyProof);

/** Proves the person's identity by a passkey. */
export const proveByPasskey = definePersonAction(passkeyAnswerInput, async (person, input) =>
  proveWithPasskey(person, input, await askingAddress()),
);

/** Ends one of the person's sessions. */
export const endSession = definePersonAction(endSessionInput, endOwnSession);

/** Ends all sessions of the person except this one. */
export const endOthers = definePersonAction(z.object({}), endOtherSessions);

/** Proves the person's identity by their password. */
export const prove = definePersonAction(proveIdentityInput, async (person, input) =>
  proveIdentity(person, input, await askingAddress()),
);

/** Joins a workspace that is open to the person's address. */
export const joinOpen = definePersonAction(joinByDomainInput, joinByDomain);

/** Returns the person's digest of the last week. */
export const previewWeek = defineAction(z.strictObject({}), previewDigest);

/** Ends the person's membership of a workspace. */
export const leave = defineAction(leaveWorkspaceInput, leaveWorkspace);

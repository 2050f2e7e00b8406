"use server";

import { z } from "zod";
import { askingAddress } from "@/app/_components/asking-address";
import { defineAction, definePersonAction } from "@/lib/api/action";
import { leaveWorkspace } from "@/lib/auth/commands/remove-member";
import { changePassword, renamePerson } from "@/lib/auth/commands/update-account";
import { changePasswordInput, leaveWorkspaceInput, renamePersonInput } from "@/lib/auth/schema";
import { endOtherSessions, endOwnSession, proveIdentity } from "@/lib/auth/sessions/commands";
import { endSessionInput, proveIdentityInput } from "@/lib/auth/sessions/schema";

/** The name others see from now on. */
export const changeName = definePersonAction(renamePersonInput, renamePerson);

/** A new password; every other session ends. */
export const setPassword = definePersonAction(changePasswordInput, async (person, input) =>
  changePassword(person, input, await askingAddress()),
);

/** Ends one of one's own sessions. */
export const endSession = definePersonAction(endSessionInput, endOwnSession);

/** Ends every session of one's own but this one. */
export const endOthers = definePersonAction(z.object({}), endOtherSessions);

/** Proves who is there by their password. */
export const prove = definePersonAction(proveIdentityInput, async (person, input) =>
  proveIdentity(person, input, await askingAddress()),
);

/** Ends one's own membership of a workspace. */
export const leave = defineAction(leaveWorkspaceInput, leaveWorkspace);

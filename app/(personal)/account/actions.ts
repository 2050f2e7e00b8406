"use server";

import { z } from "zod";
import { askingAddress } from "@/app/_components/asking-address";
import { defineAction, definePersonAction } from "@/lib/api/action";
import { leaveWorkspace } from "@/lib/auth/commands/remove-member";
import { changePassword, renamePerson } from "@/lib/auth/commands/update-account";
import { changePasswordInput, renamePersonInput } from "@/lib/auth/schema";

/** The name others see from now on. */
export const changeName = definePersonAction(renamePersonInput, renamePerson);

/** A new password; every session that began before is over. */
export const setPassword = definePersonAction(changePasswordInput, async (person, input) =>
  changePassword(person, input, await askingAddress()),
);

/** Ends one's own membership of a workspace. */
export const leave = defineAction(z.object({}), leaveWorkspace);

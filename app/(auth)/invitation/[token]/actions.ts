"use server";

import { definePersonAction } from "@/lib/api/action";
import { acceptInvitation } from "@/lib/auth/commands/invitations";
import { acceptInvitationInput } from "@/lib/auth/schema";

/** Joins with the account that is signed in. */
export const joinWorkspace = definePersonAction(acceptInvitationInput, acceptInvitation);

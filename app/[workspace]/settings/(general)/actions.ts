"use server";

import { defineAction } from "@/lib/api/action";
import { changeWorkspace } from "@/lib/auth/commands/change-workspace";
import { changeWorkspaceInput } from "@/lib/auth/schema";

/** Gives the workspace another name, or another rule for proofs of identity. */
export const change = defineAction(changeWorkspaceInput, changeWorkspace);

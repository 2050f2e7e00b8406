"use server";

import { defineAction } from "@/lib/api/action";
import { changeWorkspace } from "@/lib/auth/commands/change-workspace";
import { deleteWorkspace, keepWorkspace } from "@/lib/auth/commands/delete-workspace";
import { changeWorkspaceInput, deleteWorkspaceInput, keepWorkspaceInput } from "@/lib/auth/schema";

/** Gives the workspace another name, or another rule for proofs of identity. */
export const change = defineAction(changeWorkspaceInput, changeWorkspace);

/** Has the workspace deleted in seven days. */
export const remove = defineAction(deleteWorkspaceInput, deleteWorkspace);
/** Takes the deletion back. */
export const keep = defineAction(keepWorkspaceInput, keepWorkspace);

"use server";

import { defineAction } from "@/lib/api/action";
import { renameWorkspace } from "@/lib/auth/commands/rename-workspace";
import { renameWorkspaceInput } from "@/lib/auth/schema";

/** Gives the workspace another name. */
export const rename = defineAction(renameWorkspaceInput, renameWorkspace);

"use server";

import { definePersonAction } from "@/lib/api/action";
import { createWorkspaceInput } from "@/lib/auth/schema";
import { createWorkspace } from "@/lib/registry/commands/create-workspace";

/** Makes a workspace; whoever makes it owns it. */
export const makeWorkspace = definePersonAction(createWorkspaceInput, createWorkspace);

"use server";

import { definePersonAction } from "@/lib/api/action";
import { createWorkspaceInput } from "@/lib/auth/schema";
import { createWorkspace } from "@/lib/registry/commands/create-workspace";

/** Creates a workspace. The person becomes its owner. */
export const makeWorkspace = definePersonAction(createWorkspaceInput, createWorkspace);

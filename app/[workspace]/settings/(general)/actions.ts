"use server";

import { defineAction } from "@/lib/api/action";
import { changeWorkspace, deleteWorkspace, keepWorkspace } from "@/lib/auth/commands/workspaces";
import { changeWorkspaceInput, deleteWorkspaceInput, keepWorkspaceInput } from "@/lib/auth/schema";
import { addEnvironment, removeFormerName, updateEnvironment } from "@/lib/registry/commands/environments";
import { addEnvironmentInput, formerNameInput, updateEnvironmentInput } from "@/lib/registry/reviews-schema";
import { saveSegments } from "@/lib/telemetry/commands/save-segments";
import { saveSegmentsInput } from "@/lib/telemetry/segments";

/** Changes the name of the workspace, or its rules for proofs of identity. */
export const change = defineAction(changeWorkspaceInput, changeWorkspace);

/** Schedules the deletion of the workspace in seven days. */
export const remove = defineAction(deleteWorkspaceInput, deleteWorkspace);
/** Cancels the scheduled deletion. */
export const keep = defineAction(keepWorkspaceInput, keepWorkspace);

/** Sets the attributes that are segments. */
export const markSegments = defineAction(saveSegmentsInput, saveSegments);

/** Adds an environment. */
export const makeEnvironment = defineAction(addEnvironmentInput, addEnvironment);

/** Changes an environment: its name, who may release to it, and the required approvals. */
export const changeEnvironment = defineAction(updateEnvironmentInput, updateEnvironment);

/** Removes a former name of an environment. */
export const giveUpName = defineAction(formerNameInput, removeFormerName);

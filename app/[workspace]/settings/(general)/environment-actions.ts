"use server";

import { defineAction } from "@/lib/api/action";
import { addEnvironment, removeFormerName, updateEnvironment } from "@/lib/registry/commands/environments";
import { addEnvironmentInput, formerNameInput, updateEnvironmentInput } from "@/lib/registry/reviews-schema";

/** Adds an environment. */
export const makeEnvironment = defineAction(addEnvironmentInput, addEnvironment);

/** Changes an environment: its name, who may release to it, and the required approvals. */
export const changeEnvironment = defineAction(updateEnvironmentInput, updateEnvironment);

/** Removes a former name of an environment. */
export const giveUpName = defineAction(formerNameInput, removeFormerName);

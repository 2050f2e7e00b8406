"use server";

import { defineAction } from "@/lib/api/action";
import { addEnvironment } from "@/lib/registry/commands/add-environment";
import { updateEnvironment } from "@/lib/registry/commands/update-environment";
import { addEnvironmentInput, updateEnvironmentInput } from "@/lib/registry/reviews-schema";

/** Adds a place for versions to go to. */
export const makeEnvironment = defineAction(addEnvironmentInput, addEnvironment);

/** Changes who may release to an environment, and after how many approvals. */
export const changeEnvironment = defineAction(updateEnvironmentInput, updateEnvironment);

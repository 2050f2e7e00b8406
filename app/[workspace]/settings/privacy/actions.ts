"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { deleteUserData } from "@/lib/requests/commands/delete-user-data";
import { listDataDeletions } from "@/lib/requests/queries/data-deletions";
import { deleteUserDataInput } from "@/lib/requests/schema";
import { saveContentPolicy, tryRules } from "@/lib/telemetry/commands/save-content-policy";
import { contentPolicyInput, redactionTrial } from "@/lib/telemetry/content-policy-schema";

/** Changes which contents an environment stores. */
export const changePolicy = defineAction(contentPolicyInput, saveContentPolicy);

/** Returns the result of applying rules to a text. */
export const tryRedaction = defineAction(redactionTrial, tryRules);

/** Requests the deletion of a user's data. */
export const deleteData = defineAction(deleteUserDataInput, deleteUserData);

/** Returns the next page of deletions. */
export const loadDeletions = defineAction(z.strictObject({ cursor: z.string() }), (actor, { cursor }) =>
  listDataDeletions(actor, { cursor, limit: 50 }),
);

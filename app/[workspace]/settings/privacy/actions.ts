"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { deleteUserData } from "@/lib/requests/commands/delete-user-data";
import { listDataDeletions } from "@/lib/requests/queries/data-deletions";
import { deleteUserDataInput } from "@/lib/requests/schema";
import { saveContentPolicy } from "@/lib/telemetry/commands/save-content-policy";
import { tryRules } from "@/lib/telemetry/commands/try-rules";
import { contentPolicyInput, redactionTrial } from "@/lib/telemetry/content-policy-schema";

/** Changes what an environment keeps of contents. */
export const changePolicy = defineAction(contentPolicyInput, saveContentPolicy);

/** Shows what rules make of a text. */
export const tryRedaction = defineAction(redactionTrial, tryRules);

/** Asks for a user's data to be deleted. */
export const deleteData = defineAction(deleteUserDataInput, deleteUserData);

/** More deletions. */
export const loadDeletions = defineAction(z.strictObject({ cursor: z.string() }), (actor, { cursor }) =>
  listDataDeletions(actor, { cursor, limit: 50 }),
);

"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { endHoldback as endHoldbackCommand } from "@/lib/registry/commands/end-holdback";
import { promoteVersion } from "@/lib/registry/commands/promote-version";
import { rollBackPrompt } from "@/lib/registry/commands/roll-back-prompt";
import { listReleases } from "@/lib/registry/queries/releases";
import { listVersions } from "@/lib/registry/queries/versions";
import { endHoldbackInput, promoteVersionInput, promptName, rollBackPromptInput } from "@/lib/registry/schema";
import { loadMoveDetails, loadRollBackDetails } from "../_components/history/move-details";

const pageInput = z.strictObject({ name: promptName, cursor: z.string().max(500) });

/** Makes a version live. */
export const promote = defineAction(promoteVersionInput, promoteVersion);

/** Makes a version live again that was live before. */
export const rollBack = defineAction(rollBackPromptInput, rollBackPrompt);

/** Ends a holdback early: all users get the released version. */
export const endHoldback = defineAction(endHoldbackInput, endHoldbackCommand);

/** Returns what a promotion would change, and for whom. */
export const planPromotion = defineAction(
  promoteVersionInput.pick({ name: true, version: true, environment: true }),
  loadMoveDetails,
);

/** Returns what a rollback would change, and the versions it can go back to. */
export const planRollBack = defineAction(
  rollBackPromptInput.pick({ name: true, environment: true, version: true }),
  loadRollBackDetails,
);

/** Returns older versions of a prompt. */
export const loadVersions = defineAction(pageInput, (actor, { name, cursor }) =>
  listVersions(actor, name, { limit: 20, cursor }),
);

/** Returns older releases of a prompt. */
export const loadReleases = defineAction(pageInput, (actor, { name, cursor }) =>
  listReleases(actor, { name, limit: 30, cursor }),
);

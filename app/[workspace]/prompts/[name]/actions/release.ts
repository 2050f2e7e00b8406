"use server";

import { z } from "zod";
import { type DiffPart, partOf } from "@/components/diff/part";
import { defineAction } from "@/lib/api/action";
import { runGate } from "@/lib/evaluation/gate/commands/run-gate";
import { loadMoveDetails, loadRollBackDetails } from "@/lib/guards/queries/move-details";
import { endHoldback as endHoldbackCommand, promoteVersion, rollBackPrompt } from "@/lib/registry/commands/releases";
import { toSections } from "@/lib/registry/diff-sections";
import { removeGatePolicy, saveGatePolicy } from "@/lib/registry/gate/commands";
import { getGateResult } from "@/lib/registry/gate/queries/results";
import { gatePolicyKey, gateTarget, saveGatePolicyInput } from "@/lib/registry/gate/schema";
import { listReleases } from "@/lib/registry/queries/releases";
import { diffWithin, getVersionOrThrow, listVersions } from "@/lib/registry/queries/versions";
import {
  endHoldbackInput,
  promoteVersionInput,
  promptName,
  rollBackPromptInput,
  versionNumber,
} from "@/lib/registry/schema";

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

const input = z.strictObject({
  name: promptName,
  /** Null means that everything in `to` is new. */
  from: versionNumber.nullable(),
  to: versionNumber,
  row: z.int().min(0),
});

/** Returns the part of a large diff that starts at this row. */
export const loadDiffPart = defineAction(input, async (actor, { name, from, to, row }): Promise<DiffPart> => {
  const [before, after] = await Promise.all([
    from === null ? null : getVersionOrThrow(actor, name, from),
    getVersionOrThrow(actor, name, to),
  ]);
  const diff = await diffWithin(actor, before?.content ?? { type: after.content.type, messages: [] }, after.content);
  return partOf(toSections(diff), row);
});

/** Returns the current gate result of a version. */
export const readGate = defineAction(gateTarget, getGateResult);

/** Evaluates a version as a gate requires and returns the gate result. */
export const runGateNow = defineAction(gateTarget, async (actor, target) => {
  await runGate(actor, target);
  return getGateResult(actor, target);
});

/** Adds or changes the gate of an environment. */
export const saveGate = defineAction(saveGatePolicyInput, saveGatePolicy);

/** Removes a gate. */
export const removeGate = defineAction(gatePolicyKey, removeGatePolicy);

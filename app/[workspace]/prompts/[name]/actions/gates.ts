"use server";

import { defineAction } from "@/lib/api/action";
import { runGate } from "@/lib/evaluation/gate/commands/run-gate";
import { removeGatePolicy, saveGatePolicy } from "@/lib/registry/gate/commands";
import { getGateResult } from "@/lib/registry/gate/queries/results";
import { gatePolicyKey, gateTarget, saveGatePolicyInput } from "@/lib/registry/gate/schema";

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

"use server";

import { defineAction } from "@/lib/api/action";
import { runGate } from "@/lib/evaluation/gate/commands/run-gate";
import { removeGatePolicy, saveGatePolicy } from "@/lib/registry/gate/commands";
import { getGateResult } from "@/lib/registry/gate/queries/results";
import { gatePolicyKey, gateTarget, saveGatePolicyInput } from "@/lib/registry/gate/schema";

/** What a gate says of a version now. */
export const readGate = defineAction(gateTarget, getGateResult);

/** Evaluates a version as a gate asks, and says what the gate says then. */
export const runGateNow = defineAction(gateTarget, async (actor, target) => {
  await runGate(actor, target);
  return getGateResult(actor, target);
});

/** Puts a gate in front of an environment, or changes it. */
export const saveGate = defineAction(saveGatePolicyInput, saveGatePolicy);

/** Takes a gate away. */
export const removeGate = defineAction(gatePolicyKey, removeGatePolicy);

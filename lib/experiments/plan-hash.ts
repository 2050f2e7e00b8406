import { randomBytes } from "node:crypto";
import { canonicalJson, sha256Hex } from "@/lib/core/hash";
import { seedLength } from "./assignment";
import type { ExperimentPlan } from "./plan";

/** SHA-256 of the canonical plan, hex: two plans that say the same have the same one. */
export function planHash(plan: ExperimentPlan): string {
  return sha256Hex(canonicalJson(plan));
}

/** A seed no other phase has. */
export function newSeed(): string {
  return randomBytes(32).toString("hex").slice(0, seedLength);
}

import { randomBytes } from "node:crypto";
import { canonicalJson } from "@/lib/core/canonical-json";
import { sha256Hex } from "@/lib/core/hash";
import { seedLength } from "./assignment";
import type { ExperimentPlan } from "./plan";

/** SHA-256 of the canonical plan, hexadecimal. Equal plans have equal hashes. */
export function planHash(plan: ExperimentPlan): string {
  return sha256Hex(canonicalJson(plan));
}

/** Creates a random, unique seed for a phase. */
export function newSeed(): string {
  return randomBytes(32).toString("hex").slice(0, seedLength);
}

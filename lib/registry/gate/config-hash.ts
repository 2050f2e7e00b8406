import { canonicalJson } from "@/lib/core/canonical-json";
import { sha256Hex } from "@/lib/core/hash";

/** The configuration that two comparable runs share: the exact set of cases, the scorers, and the model. */
export type RunConfig = {
  suiteId: string;
  suiteRevision: number;
  scorers: unknown;
  repeats: number;
  /** A model to use instead of the version's own; null means each version uses its own. */
  model: unknown;
  /** The number of cases to run; null means all. */
  cases?: number | null;
};

/** SHA-256 of the canonical configuration, hexadecimal. Equal for runs with the same configuration. */
export function configHash({ suiteId, suiteRevision, scorers, repeats, model, cases }: RunConfig): string {
  const part = cases ? { cases } : {};
  return sha256Hex(canonicalJson({ suiteId, suiteRevision, scorers, repeats, model: model ?? null, ...part }));
}

/** Identifies a list of scorers, hexadecimal. Equal lists have equal hashes. Pure. */
export const scorersHash = (scorers: unknown): string => sha256Hex(canonicalJson(scorers)).slice(0, 32);

import { canonicalJson, sha256Hex } from "@/lib/core/hash";

/** What makes two runs comparable: the exact set of cases, how it is scored, and what answers. */
export type RunConfig = {
  suiteId: string;
  suiteRevision: number;
  scorers: unknown;
  repeats: number;
  /** Given in place of the version's own model; null: each version answers with its own. */
  model: unknown;
  /** How many of the cases are asked; null: all. */
  cases?: number | null;
};

/** SHA-256 of the canonical configuration, hex: the same for runs that asked the same in the same way. */
export function configHash({ suiteId, suiteRevision, scorers, repeats, model, cases }: RunConfig): string {
  const part = cases ? { cases } : {};
  return sha256Hex(canonicalJson({ suiteId, suiteRevision, scorers, repeats, model: model ?? null, ...part }));
}

/** Names exactly these scorers, hex: the same list has the same one, whoever saved it. Pure. */
export const scorersHash = (scorers: unknown): string => sha256Hex(canonicalJson(scorers)).slice(0, 32);

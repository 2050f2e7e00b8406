import type { ApprovedSuite, ChangedBy } from "@/lib/registry/gate/approved-suite";

/** What a suite holds that a gate does not use yet. */
export type WaitingChanges = {
  /** The suite as it is now: what an approval names. */
  revision: number;
  scorersHash: string;
  casesChangedBy: ChangedBy | null;
  scorersChangedBy: ChangedBy | null;
  /** Cases, counted from the approved revision to the present one. */
  cases: { added: number; removed: number; replaced: number };
  /** Names of scorers. */
  scorers: { added: string[]; changed: string[]; removed: string[] };
};

/** A gate with the cases and scorers it measures by; null: nothing waits for an approval. */
export type SuiteOfGate = {
  prompt: string;
  environment: string;
  suite: ApprovedSuite;
  waiting: WaitingChanges | null;
  /** Whether the one who asks may approve. */
  mayApprove: boolean;
};

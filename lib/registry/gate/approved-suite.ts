import type { ActorView } from "../views";

/** Who did something to a suite, and when; stored by value. */
export type ChangedBy = ActorView & { at: string };

/** The cases and scorers that a gate measures by, with who changed and who approved them; null: not known. */
export type ApprovedSuite = {
  id: string;
  name: string;
  /** The revision of its cases. */
  revision: number;
  /** Names exactly these scorers. */
  scorersHash: string;
  casesChangedBy: ChangedBy | null;
  scorersChangedBy: ChangedBy | null;
  approvedBy: ChangedBy | null;
};

import { holdbackUsers, type Share, type Split, Splitter } from "@/lib/experiments/assignment";

/** Why this version and no other. */
export type Assignment = {
  reason: "release" | "experiment" | "pinned";
  experimentId: string | null;
  variant: string | null;
};

/** Whom the answer is for: what a choice between variants goes by. */
export type Unit = { userId?: string | undefined };

/** What is to be written down of a user who gets a variant: where, which, and with what chance. */
export type Exposure = {
  workspaceId: string;
  experimentId: string;
  phase: number;
  variant: string;
  /** The share of the variant in the batch of weights it was served by. */
  propensity: number;
  batch: number;
};

export type Choice<Served> = { served: Served; assignment: Assignment; exposure: Exposure | null };

/** An experiment that runs: its split, and what each of its variants serves, in the same order. */
export type Running<Served> = { splitter: Splitter; arms: readonly Choice<Served>[] };

/** The version before a release, which some users keep for a while to compare with. */
export type Holdback<Served> = {
  users: Share;
  choice: Choice<Served>;
  /** On the clock of `now`; from then on everybody gets what is released, whether or not anybody has read again. */
  endsAt: number;
};

type ChoosableEntry<Served> = {
  served: Served;
  isPinned: boolean;
  experiment: Running<Served> | null;
  control: Holdback<Served> | null;
};

export const released: Assignment = { reason: "release", experimentId: null, variant: null };
export const pinned: Assignment = { reason: "pinned", experimentId: null, variant: null };
const kept: Assignment = { reason: "release", experimentId: null, variant: "control" };

/**
 * Which of an entry's versions this unit gets, and why. Pure: the same entry, unit and side of `endsAt` give the same
 * answer. Without a user, and for a user outside the experiment or the holdback, it is what is released.
 */
export function choose<Served>(entry: ChoosableEntry<Served>, { userId }: Unit, now: number): Choice<Served> {
  if (entry.experiment && userId !== undefined) {
    const arm = entry.experiment.arms[entry.experiment.splitter.variantOf(userId)];
    if (arm) return arm;
  } else if (entry.control && userId !== undefined && now < entry.control.endsAt) {
    if (entry.control.users.includes(userId)) return entry.control.choice;
  }
  return { served: entry.served, assignment: entry.isPinned ? pinned : released, exposure: null };
}

/** What is known of a running experiment: the plan of its phase with the shares served now. */
export type ExperimentRecord = Omit<Split, "variants"> & {
  id: string;
  phase: number;
  batch: number;
  variants: { key: string; version: number; weight: number }[];
};

/** An experiment ready to choose by; `serve` gives what a version serves. */
export function toRunning<Served>(
  workspaceId: string,
  record: ExperimentRecord,
  serve: (version: number) => Served,
): Running<Served> {
  const { id: experimentId, phase, batch, variants } = record;
  return {
    splitter: new Splitter(record),
    arms: variants.map(({ key: variant, version, weight: propensity }) => ({
      served: serve(version),
      assignment: { reason: "experiment", experimentId, variant },
      exposure: { workspaceId, experimentId, phase, variant, propensity, batch },
    })),
  };
}

/** What is known of a release's holdback; `until` in milliseconds since 1970, by the database's clock. */
export type HoldbackRecord = { seed: string; share: number; until: number };

/** A holdback ready to choose by. */
export function toHoldback<Served>(record: HoldbackRecord, served: Served, endsAt: number): Holdback<Served> {
  return { users: holdbackUsers(record), choice: { served, assignment: kept, exposure: null }, endsAt };
}

import { holdbackUsers, type Share, type Split, Splitter } from "@/lib/experiments/assignment";

/** Why this version was chosen. */
export type Assignment = {
  reason: "release" | "experiment" | "pinned";
  experimentId: string | null;
  variant: string | null;
};

/** The user of the answer, who determines the variant. */
export type Unit = { userId?: string | undefined };

/** The record that a user got a variant: where, which, and with what probability. */
export type Exposure = {
  workspaceId: string;
  experimentId: string;
  phase: number;
  variant: string;
  /** The share of the variant in the batch of weights that was in use. */
  propensity: number;
  batch: number;
};

export type Choice<Served> = { served: Served; assignment: Assignment; exposure: Exposure | null };

/** A running experiment: its split, and what each variant serves, in the same order. */
export type Running<Served> = { splitter: Splitter; arms: readonly Choice<Served>[] };

/** The version before a release, which some users keep for a time as a comparison. */
export type Holdback<Served> = {
  users: Share;
  choice: Choice<Served>;
  /**
   * The end on the clock of `now`. From then on all users get the released version, even if the entry was not reloaded.
   */
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
const holdbackAssignment: Assignment = { reason: "release", experimentId: null, variant: "control" };

/**
 * Returns the version of an entry that this unit gets, and why. Pure: the same entry, unit and side of `endsAt` give
 * the same answer. Without a user, and for a user outside the experiment or the holdback, it is the released version.
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

/** The data of a running experiment: the plan of its phase with the current shares. */
export type ExperimentRecord = Omit<Split, "variants"> & {
  id: string;
  phase: number;
  batch: number;
  variants: { key: string; version: number; weight: number }[];
};

/** Prepares an experiment for `choose`. `serve` returns what a version serves. */
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

/** The data of a release's holdback. `until` is in ms since 1970, by the database's clock. */
export type HoldbackRecord = { seed: string; share: number; until: number };

/** Prepares a holdback for `choose`. */
export function toHoldback<Served>(record: HoldbackRecord, served: Served, endsAt: number): Holdback<Served> {
  return { users: holdbackUsers(record), choice: { served, assignment: holdbackAssignment, exposure: null }, endsAt };
}

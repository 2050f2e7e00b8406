import { Sha256 } from "./sha256";

/** A range [from, to) of the line from 0 to 1. */
export type Range = readonly [from: number, to: number];

/** The inputs of a phase's split. */
export type Split = {
  /** The seed of the phase. No two phases have the same seed. */
  seed: string;
  /** The share of users in the experiment, 0 to 1. */
  trafficShare: number;
  /** For mutually exclusive experiments: the name of the group and this experiment's ranges of its users. Else null. */
  group: { name: string; ranges: readonly Range[] } | null;
  variants: readonly { key: string; weight: number }[];
};

/**
 * The length of a new phase's seed. With the NUL after it, the seed fills one SHA-256 block, which is then hashed once
 * for all users. Any other length gives the same results more slowly.
 */
export const seedLength = 63;

const scratch = new Sha256();
const ofUnit = new Sha256();

/** The first 53 bits of a digest as a number in [0, 1). */
const toPoint = (digest: Int32Array) =>
  (((digest[0] as number) >>> 0) * 2 ** 21 + ((digest[1] as number) >>> 11)) / 2 ** 53;

/** A fixed part of all users, selected by hash. Two domains are independent. Pure. */
export class Share {
  readonly #domain: Sha256;
  readonly #ranges: readonly Range[];

  constructor(domain: string, ranges: readonly Range[]) {
    this.#domain = new Sha256().add(domain).add("\0");
    this.#ranges = ranges;
  }

  /** Whether the user is in the share. */
  includes(unitId: string): boolean {
    const point = toPoint(scratch.continueFrom(this.#domain).add(unitId).end());
    for (const [from, to] of this.#ranges) if (point >= from && point < to) return true;
    return false;
  }
}

/** The users who keep the previous version after a release. With the seed of a release, the domain fills one block. */
export function holdbackUsers({ seed, share }: { seed: string; share: number }): Share {
  return new Share(`control:${seed}`, [[0, share]]);
}

/**
 * Assigns users to variants by weighted rendezvous hashing. New weights move only the users that must move, and no
 * table of users is needed. Pure; the server and the clients use the same code.
 */
export class Splitter {
  readonly #variants: Split["variants"];
  readonly #bySeed: Sha256;
  readonly #coverage: Share | null;

  constructor({ seed, trafficShare, group, variants }: Split) {
    this.#variants = variants;
    this.#bySeed = new Sha256().add(seed).add("\0");
    // The domains differ, so that participation is independent of the variant. All experiments of a group use one line.
    if (group) this.#coverage = new Share(`group:${group.name}`, group.ranges);
    else this.#coverage = trafficShare < 1 ? new Share(`coverage:${seed}`, [[0, trafficShare]]) : null;
  }

  /** Whether the user is in the experiment. */
  isInExperiment(unitId: string): boolean {
    return this.#coverage === null || this.#coverage.includes(unitId);
  }

  /** The index of the user's variant; −1 if the user is not in the experiment. */
  variantOf(unitId: string): number {
    if (!this.isInExperiment(unitId)) return -1;
    ofUnit.continueFrom(this.#bySeed).add(unitId).add("\0");
    let best = -1;
    let highest = -1;
    for (let index = 0; index < this.#variants.length; index++) {
      const { key, weight } = this.#variants[index] as Split["variants"][number];
      if (!(weight > 0)) continue;
      const score = -weight / Math.log(toPoint(scratch.continueFrom(ofUnit).add(key).end()));
      if (score > highest) [best, highest] = [index, score];
    }
    return best;
  }
}

/**
 * The leftmost free ranges of a group's line that add up to `share`; null if there is not enough room. `taken` are the
 * ranges of the group's running experiments.
 */
export function freeRanges(taken: readonly Range[], share: number): Range[] | null {
  const found: Range[] = [];
  let missing = share;
  let at = 0;
  for (const [from, to] of [...taken].sort(([a], [b]) => a - b).concat([[1, 1]])) {
    const width = Math.min(missing, from - at);
    if (width > 1e-12) {
      found.push([at, at + width]);
      missing -= width;
    }
    if (missing <= 1e-12) return found;
    at = Math.max(at, to);
  }
  return null;
}

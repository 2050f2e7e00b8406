import { Sha256 } from "./sha256";

/** A stretch [from, to) of the line from 0 to 1. */
export type Range = readonly [from: number, to: number];

/** Everything the split of a phase depends on. */
export type Split = {
  /** Of the phase; no two phases share one. */
  seed: string;
  /** The share of users that take part, 0 to 1. */
  trafficShare: number;
  /** In a group of experiments that share no user: its name and this experiment's part of its users. */
  group: { name: string; ranges: readonly Range[] } | null;
  variants: readonly { key: string; weight: number }[];
};

/**
 * A new phase's seed must have this length: with the NUL after it, it fills one block of SHA-256, which is then hashed
 * once for all users. Any other length gives the same answers, a little slower.
 */
export const seedLength = 63;

const scratch = new Sha256();
const ofUnit = new Sha256();

/** The first 53 bits of a digest as a number in [0, 1). */
const toPoint = (digest: Int32Array) =>
  (((digest[0] as number) >>> 0) * 2 ** 21 + ((digest[1] as number) >>> 11)) / 2 ** 53;

/** A part of all users, selected by hash: always the same users. Two domains are independent. Pure. */
export class Share {
  readonly #domain: Sha256;
  readonly #ranges: readonly Range[];

  constructor(domain: string, ranges: readonly Range[]) {
    this.#domain = new Sha256().add(domain).add("\0");
    this.#ranges = ranges;
  }

  /** Whether this user is in the share. */
  includes(unitId: string): boolean {
    const point = toPoint(scratch.continueFrom(this.#domain).add(unitId).end());
    for (const [from, to] of this.#ranges) if (point >= from && point < to) return true;
    return false;
  }
}

/** The users who keep the version before a release. With the seed a release draws, the domain fills one block. */
export function holdbackUsers({ seed, share }: { seed: string; share: number }): Share {
  return new Share(`control:${seed}`, [[0, share]]);
}

/**
 * Assigns users to variants (STATISTICS rule 8) by weighted rendezvous hashing. New weights move only the users that
 * must move, and no table of users is needed. Pure; the server and the clients use the same code.
 */
export class Splitter {
  readonly #variants: Split["variants"];
  readonly #bySeed: Sha256;
  readonly #coverage: Share | null;

  constructor({ seed, trafficShare, group, variants }: Split) {
    this.#variants = variants;
    this.#bySeed = new Sha256().add(seed).add("\0");
    // Separate domains: taking part is independent of the variant, and all experiments of a group share one line.
    if (group) this.#coverage = new Share(`group:${group.name}`, group.ranges);
    else this.#coverage = trafficShare < 1 ? new Share(`coverage:${seed}`, [[0, trafficShare]]) : null;
  }

  /** Whether this user takes part at all. */
  isInExperiment(unitId: string): boolean {
    return this.#coverage === null || this.#coverage.includes(unitId);
  }

  /** The place of the variant this user gets among the variants; −1: not in the experiment. */
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
 * Free ranges of a group's line that add up to `share`, from the left; null if there is not enough room. `taken`: the
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

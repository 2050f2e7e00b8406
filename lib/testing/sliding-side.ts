import { addUser, measuredSide, noSums, type SideSums, type UserSums } from "@/lib/evaluation/online/sums";
import type { MeasuredSide } from "@/lib/evaluation/online/types";

export type Score = { user: number; value: number };
/** Quantiles of the previous version. */
type Edges = { p10: number; p50: number; p90: number };
type SideOptions = { isMean: boolean; edges: Edges };
type OneUser = { user: number; sums: UserSums; values: number[] };

/** The lower bound of the cap on scores per user. Equals `leastCap` in the query of sides. */
const leastCap = 10;

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];

export function edgesOf(scores: readonly Score[]): Edges {
  const sorted = scores.map(({ value }) => value).toSorted((a, b) => a - b);
  return { p10: quantile(sorted, 0.1) ?? 0, p50: quantile(sorted, 0.5) ?? 0, p90: quantile(sorted, 0.9) ?? 0 };
}

/** The cap on scores per user: the 99th percentile over the users of all sides, at least ten. */
export function capOf(sides: readonly SlidingSide[]): number {
  if (sides.every((side) => side.most <= leastCap)) return leastCap;
  const counts = sides.flatMap((side) => side.users.map(({ sums }) => sums.rows)).toSorted((a, b) => a - b);
  return Math.max(leastCap, quantile(counts, 0.99) ?? leastCap);
}

/**
 * One side of a simulated guard, equal to the result of the query of sides. Sums are updated while scores come and go,
 * so that a week is simulated in a fraction of a second. The scores of one user are consecutive.
 */
export class SlidingSide {
  readonly users: OneUser[] = [];
  /** The maximum number of scores that any user had in the window. */
  most = 0;
  #sums: SideSums = noSums();
  #scores = 0;
  #measured: { cap: number; side: MeasuredSide } | null = null;

  constructor(
    readonly version: number,
    readonly facts: SideOptions,
  ) {}

  add({ user, value }: Score): void {
    let last = this.users.at(-1);
    if (last?.user !== user) {
      last = { user, sums: emptyUser(), values: [] };
      this.users.push(last);
    } else addUser(this.#sums, last.sums, -1);
    last.values.push(value);
    count(last.sums, value, this.facts, 1);
    addUser(this.#sums, last.sums);
    this.most = Math.max(this.most, last.sums.rows);
    this.#measured = null;
    this.#scores++;
  }

  /** Removes the oldest scores beyond `window`. */
  keepNewest(window: number): void {
    if (this.#scores > window) this.#measured = null;
    for (; this.#scores > window; this.#scores--) {
      const [first] = this.users;
      const value = first?.values.shift();
      if (!first || value === undefined) return;
      addUser(this.#sums, first.sums, -1);
      count(first.sums, value, this.facts, -1);
      if (first.values.length > 0) addUser(this.#sums, first.sums);
      else this.users.shift();
    }
  }

  /** Returns the side as a guard reads it. `without` is computed only when the guard reads it. */
  measure(cap: number): MeasuredSide {
    if (this.#measured?.cap !== cap) this.#measured = { cap, side: this.#measure(cap) };
    return this.#measured.side;
  }

  #measure(cap: number): MeasuredSide {
    const { version, facts, most } = this;
    const users = () => this.users.map(({ sums }) => capped(sums, cap));
    const sums = most <= cap ? this.#sums : sumOf(users());
    const side = { version, isMean: facts.isMean, invalid: 0, young: 0, from: null, to: null };
    const measured = measuredSide(sums, side, null);
    const withoutOne = () => measuredSide(sums, side, extremesOf(sums, users())).without;
    // Not enumerable, so that a copy of the side does not start the computation.
    return Object.defineProperty({ ...measured }, "without", { get: withoutOne, enumerable: false });
  }
}

const emptyUser = (): UserSums => ({
  rows: 0,
  b: 0,
  v: 0,
  q: 0,
  ones: 0,
  x: 0,
  above50: 0,
  above90: 0,
  below50: 0,
  below10: 0,
});

function count(sums: UserSums, value: number, { isMean, edges }: SideOptions, sign: 1 | -1): void {
  sums.rows += sign;
  sums.b += sign;
  sums.v += sign * value;
  sums.x += sign * value;
  sums.q += sign * value * value;
  if (!isMean) {
    sums.ones += sign * value;
    return;
  }
  sums.above50 += sign * Number(value > edges.p50);
  sums.above90 += sign * Number(value > edges.p90);
  sums.below50 += sign * Number(value < edges.p50);
  sums.below10 += sign * Number(value < edges.p10);
}

function capped(sums: UserSums, cap: number): UserSums {
  const weight = Math.min(1, cap / sums.rows);
  if (weight === 1) return sums;
  const entries = Object.entries(sums).map(([key, value]) => [key, key === "rows" ? value : value * weight]);
  return Object.fromEntries(entries) as UserSums;
}

function sumOf(users: readonly UserSums[]): SideSums {
  const sums = noSums();
  for (const user of users) addUser(sums, user);
  return sums;
}

/** Finds the users who raise and who lower the mean most. */
function extremesOf(sums: SideSums, users: readonly UserSums[]) {
  const mean = sums.b > 0 ? sums.tracked.x.sum / sums.b : 0;
  const off = ({ x, b }: UserSums) => x - mean * b;
  let [raising, lowering] = [users[0], users[0]];
  for (const user of users) {
    if (raising && off(user) > off(raising)) raising = user;
    if (lowering && off(user) < off(lowering)) lowering = user;
  }
  return raising && lowering ? { raising, lowering } : null;
}

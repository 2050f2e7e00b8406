/** A pseudo-random number generator. The same seed gives the same numbers. */
export type Random = { below: (limit: number) => number; pick: <T>(items: readonly [T, ...T[]] | readonly T[]) => T };

/** mulberry32, seeded with 32 bits of a hex digest. */
export function seededRandom(hex: string): Random {
  let state = Number.parseInt(hex.slice(0, 8), 16) | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, pick: (items) => items[below(items.length)] as never };
}

/**
 * Estimates the number of distinct people from the smallest hashes (signed 64-bit) of several days. The result is exact
 * while every day has fewer than `mostHashes` hashes. Otherwise the k-th smallest of uniform hashes gives their density
 * (Bar-Yossef et al. 2002; the error is about 1/√k). Pure.
 */
export function countPeople(days: readonly (readonly bigint[])[], mostHashes: number): number {
  const all = [...new Set(days.flat())].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (days.every(({ length }) => length < mostHashes)) return all.length;
  const last = all[mostHashes - 1];
  if (last === undefined) return all.length;
  const share = (Number(last) + 2 ** 63) / 2 ** 64;
  return Math.round((mostHashes - 1) / share);
}

/**
 * Estimates the number of distinct people from the smallest hashes (signed 64-bit) of several days. The result is exact
 * while every day has fewer than `kept` hashes. Otherwise the k-th smallest of uniform hashes gives their density
 * (Bar-Yossef et al. 2002; the error is about 1/√k). Pure.
 */
export function countPeople(days: readonly (readonly bigint[])[], kept: number): number {
  const all = [...new Set(days.flat())].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (days.every(({ length }) => length < kept)) return all.length;
  const last = all[kept - 1];
  if (last === undefined) return all.length;
  const share = (Number(last) + 2 ** 63) / 2 ** 64;
  return Math.round((kept - 1) / share);
}

/**
 * How many different people stand behind the smallest hashes (signed 64 bits) of several days: as many as there are
 * while every day had fewer than it keeps, else the k-th smallest of uniform hashes says how densely they lie
 * (Bar-Yossef et al. 2002; off by some 1/√k). Pure.
 */
export function countPeople(days: readonly (readonly bigint[])[], kept: number): number {
  const all = [...new Set(days.flat())].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (days.every(({ length }) => length < kept)) return all.length;
  const last = all[kept - 1];
  if (last === undefined) return all.length;
  const share = (Number(last) + 2 ** 63) / 2 ** 64;
  return Math.round((kept - 1) / share);
}

/**
 * A sketch of a set of users: 512 rows by 24 columns of bits. The hash of a user's id chooses the row, and the column
 * with half the chance of the one before. Sketches of several times are joined by OR. Pure.
 */
const rows = 512;
const columns = 24;
export const sketchBits = rows * columns;
/** The standard error of a count, relative to it. */
export const sketchError = 0.03;

/** The chance that a user sets one bit of a column. The last column has what is left. */
const chances = Array.from({ length: columns }, (_, column) => 2 ** -Math.min(column + 1, columns - 1) / rows);

const expectedBits = (users: number) =>
  chances.reduce((sum, chance) => sum - rows * Math.expm1(users * Math.log1p(-chance)), 0);

const known = new Map<number, number>([[0, 0]]);

/** Returns the number of users that sets this number of bits on average. */
export function usersOf(bits: number): number {
  const counted = known.get(bits);
  if (counted !== undefined) return counted;
  // Each user sets one bit at most. Beyond the upper bound, a sketch has no room.
  let [low, high] = [bits, rows * 2 ** columns];
  while (high - low > 0.1 && high / low > 1.000_1) {
    const middle = Math.sqrt(low * high);
    if (expectedBits(middle) < bits) low = middle;
    else high = middle;
  }
  const users = Math.max(bits, Math.round((low + high) / 2));
  known.set(bits, users);
  return users;
}

/** The bit of a user in PostgreSQL. `md5` is the name of a column with the MD5 of the id in hex. */
export const bitInPostgres = (md5: string) => `least(coalesce(nullif(
    position('1' in ('x' || substr(${md5}, 5, 6))::bit(24)::text), 0), ${columns}) - 1, ${columns - 1}) * ${rows}
  + ('x' || substr(${md5}, 1, 4))::bit(16)::int % ${rows}`;

/** The same bit in ClickHouse. `md5` is an expression of the 16 bytes. */
export const bitInClickHouse = (md5: string) => `toUInt32(
  (if(position(bin(substring(${md5}, 3, 3)), '1') = 0, ${columns}, position(bin(substring(${md5}, 3, 3)), '1')) - 1) * ${rows}
  + (reinterpretAsUInt8(substring(${md5}, 1, 1)) * 256 + reinterpretAsUInt8(substring(${md5}, 2, 1))) % ${rows})`;

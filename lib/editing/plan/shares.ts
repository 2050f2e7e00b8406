/** Shares in whole percent. They always add up to 100, and none is below 1. */
export type Shares = readonly number[];

const sum = (list: Shares) => list.reduce((total, share) => total + share, 0);

/** Distributes `total` in proportion to the parts, in whole numbers of at least 1. */
function spread(parts: Shares, total: number): number[] {
  const all = sum(parts) || parts.length;
  const rounded = parts.map((part) => Math.max(1, Math.floor(((part || 1) / all) * total)));
  for (let rest = total - sum(rounded), index = 0; rest !== 0; index = (index + 1) % rounded.length) {
    const step = Math.sign(rest);
    if (step < 0 && rounded[index] === 1) continue;
    rounded[index] = (rounded[index] ?? 1) + step;
    rest -= step;
  }
  return rounded;
}

/** Sets the share of one variant. The difference goes to the control, or to the others if it is the control. */
export function withShare(shares: Shares, index: number, share: number): number[] {
  const most = 100 - (shares.length - 1);
  const bounded = Math.min(most, Math.max(1, Math.round(share) || 1));
  if (index === 0) return [bounded, ...spread(shares.slice(1), 100 - bounded)];
  const next = shares.with(index, bounded);
  const control = 100 - sum(next.slice(1));
  if (control >= 1) return next.with(0, control);
  const others = spread(
    next.filter((_, place) => place !== 0 && place !== index),
    99 - bounded,
  );
  return next.map((own, place) => (place === 0 ? 1 : place === index ? own : (others.shift() ?? 1)));
}

/** Adds a variant with 10 %, or with an equal share if all are equal. */
export function withOneMore(shares: Shares): number[] {
  if (isEqual(shares)) return equally(shares.length + 1);
  return withShare([...shares, 0], shares.length, 10);
}

/** Removes a variant. The control gets its share. */
export function withoutOne(shares: Shares, index: number): number[] {
  if (isEqual(shares)) return equally(shares.length - 1);
  const left = shares.filter((_, place) => place !== index);
  return left.with(0, 100 - sum(left.slice(1)));
}

/** Equal shares, except for rounding. */
export const equally = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.floor(100 / count) + (index < 100 % count ? 1 : 0));

const isEqual = (shares: Shares) => Math.max(...shares) - Math.min(...shares) <= 1;

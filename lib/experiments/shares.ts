/** A version and the share of all users who get it. */
export type VersionShare = { version: number; share: number };

/**
 * What all users get while an experiment runs: those outside it get the live version. The largest share first. Pure.
 */
export function shareOfVersions(
  live: number | null,
  trafficShare: number,
  variants: readonly VersionShare[],
): VersionShare[] {
  const shares = new Map<number, number>();
  const add = (version: number, share: number) => shares.set(version, (shares.get(version) ?? 0) + share);
  for (const { version, share } of variants) add(version, share * trafficShare);
  if (live !== null && trafficShare < 1) add(live, 1 - trafficShare);
  return [...shares].map(([version, share]) => ({ version, share })).sort((a, b) => b.share - a.share);
}

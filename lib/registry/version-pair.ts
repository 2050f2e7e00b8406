/** The two compared versions, as in the URL. */
export type Pair = { from: number; to: number };

type Query = Record<string, string | string[] | undefined>;
type Live = { version: number; stage: "development" | "testing" | "production" };

function numberOf(value: string | string[] | undefined, latest: number): number | null {
  const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : 0;
  return number >= 1 && number <= latest ? number : null;
}

/** `highest` includes the versions of draft copies. `latest` and `previous` are the prompt's own. */
type Numbers = { highest: number; latest: number; previous: number | null };

/**
 * Returns the versions to compare: those in the URL, else production and the version to promote next (`live` is sorted
 * from left to right), else the prompt's two newest. Null if there is only one version.
 */
export function choosePair(query: Query, { highest, latest, previous }: Numbers, live: readonly Live[]): Pair | null {
  const [from, to] = [numberOf(query.from, highest), numberOf(query.to, highest)];
  if (from !== null && to !== null) return { from, to };
  if (highest < 2) return null;
  const production = live.findLast(({ stage }) => stage === "production")?.version;
  const one = from ?? to;
  if (one !== null) return inOrder(one, production !== undefined && production !== one ? production : neighbour(one));
  const waiting = live.findLast(({ stage, version }) => stage !== "production" && version !== production)?.version;
  if (production !== undefined && waiting !== undefined) return { from: production, to: waiting };
  if (production !== undefined && production !== latest) return { from: production, to: latest };
  return previous === null ? inOrder(latest, highest) : { from: previous, to: latest };
}

function neighbour(version: number): number {
  return version > 1 ? version - 1 : 2;
}

/** Returns the pair with the older version first. */
export function inOrder(one: number, other: number): Pair {
  return { from: Math.min(one, other), to: Math.max(one, other) };
}

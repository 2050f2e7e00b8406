import { mulberry32 } from "@/lib/experiments/statistics/seeded";
import type { Vector, Vectors } from "./terms";

/** The cluster of each row, and the centroid of each cluster. */
export type Clusters = { of: readonly number[]; middles: readonly Float64Array[] };

const [mostClusters, rounds, starts] = [8, 12, 3];
/** If no number of clusters has a better silhouette than this, all rows are one cluster. */
const leastSilhouette = 0.03;
const nearlyBest = 0.95;

/** The cosine similarity of a row and a centroid, from 0 to 1. Both have length 1. */
export function likeness(row: Vector, middle: Float64Array): number {
  let sum = 0;
  for (const [term, weight] of row) sum += weight * (middle[term] ?? 0);
  return sum;
}

/** The centroid of rows, normalized to length 1. */
export function middleOf(rows: readonly Vector[], terms: number): Float64Array {
  const middle = new Float64Array(terms);
  for (const row of rows) for (const [term, weight] of row) middle[term] = (middle[term] ?? 0) + weight;
  let square = 0;
  for (const weight of middle) square += weight * weight;
  const length = Math.sqrt(square) || 1;
  return middle.map((weight) => weight / length);
}

/** Initial centroids: each is drawn with a preference for rows that are far from the previous ones (k-means++). */
function firstMiddles({ rows, terms }: Vectors, count: number, random: () => number): Float64Array[] {
  const middles: Float64Array[] = [];
  const distances = rows.map(() => 1);
  while (middles.length < count) {
    let left = random() * distances.reduce((sum, distance) => sum + distance, 0);
    const drawn = distances.findIndex((distance) => {
      left -= distance;
      return left < 0;
    });
    const middle = middleOf([rows[drawn === -1 ? rows.length - 1 : drawn] ?? []], terms.length);
    middles.push(middle);
    for (const [at, row] of rows.entries())
      distances[at] = Math.min(distances[at] ?? 1, Math.max(0, 1 - likeness(row, middle)));
  }
  return middles;
}

function nearest(row: Vector, middles: readonly Float64Array[]): { best: number; own: number; next: number } {
  let [best, own, next] = [0, -1, -1];
  for (const [at, middle] of middles.entries()) {
    const like = likeness(row, middle);
    if (like > own) [best, own, next] = [at, like, own];
    else if (like > next) next = like;
  }
  return { best, own, next };
}

/** Spherical k-means from one start, with the simplified silhouette as a measure of quality. */
function clusterOnce(vectors: Vectors, count: number, random: () => number): Clusters & { silhouette: number } {
  const { rows, terms } = vectors;
  let middles = firstMiddles(vectors, count, random);
  let of: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const next = rows.map((row) => nearest(row, middles).best);
    if (next.every((cluster, at) => cluster === of[at])) break;
    of = next;
    middles = middles.map((middle, cluster) => {
      const members = rows.filter((_, at) => next[at] === cluster);
      return members.length > 0 ? middleOf(members, terms.length) : middle;
    });
  }
  const fits = rows.map((row) => {
    const { own, next } = nearest(row, middles);
    return (own - next) / Math.max(1 - next, 1e-9);
  });
  return { of, middles, silhouette: fits.reduce((sum, fit) => sum + fit, 0) / Math.max(fits.length, 1) };
}

/**
 * Clusters the rows into at most 8 clusters. Uses the smallest number of clusters whose silhouette is close to the best
 * one, so that one cause is not split by topics. Deterministic. Pure.
 */
export function cluster(vectors: Vectors): Clusters {
  const { rows, terms } = vectors;
  const most = Math.min(mostClusters, Math.floor(rows.length / 3));
  const tried = Array.from({ length: Math.max(0, most - 1) }, (_, at) => at + 2).map((count) =>
    Array.from({ length: starts }, (_, start) => clusterOnce(vectors, count, mulberry32(count * 1_000 + start))).reduce(
      (best, found) => (found.silhouette > best.silhouette ? found : best),
    ),
  );
  const best = Math.max(0, ...tried.map(({ silhouette }) => silhouette));
  const chosen = best > leastSilhouette ? tried.find(({ silhouette }) => silhouette >= nearlyBest * best) : undefined;
  return chosen ?? { of: rows.map(() => 0), middles: [middleOf(rows, terms.length)] };
}

import { betaCdf, logBeta } from "./distributions";
import { betaSample } from "./samples";
import type { Count } from "./types";

type Prior = [alpha: number, beta: number];
const uniform: Prior = [1, 1];

const posterior = ({ successes, total }: Count, [alpha, beta]: Prior) => ({
  alpha: alpha + successes,
  beta: beta + total - successes,
});

// Gauss–Kronrod nodes and weights, 7 and 15 points on [−1, 1] (Piessens et al. 1983).
const nodes = [
  [0.9914553711208126, 0.022935322010529224, 0],
  [0.9491079123427585, 0.06309209262997856, 0.1294849661688697],
  [0.8648644233597691, 0.10479001032225017, 0],
  [0.7415311855993945, 0.14065325971552592, 0.27970539148927664],
  [0.5860872354676911, 0.1690047266392679, 0],
  [0.4058451513773972, 0.19035057806478542, 0.3818300505051189],
  [0.20778495500789848, 0.20443294007529889, 0],
] as const;
const middleWeights = [0.20948214108472782, 0.4179591836734694] as const;

function integrate(f: (x: number) => number, low: number, high: number, tolerance: number, depth = 10): number {
  const [centre, half] = [(low + high) / 2, (high - low) / 2];
  const middle = f(centre);
  let [fine, coarse] = [middle * middleWeights[0], middle * middleWeights[1]];
  for (const [node, kronrod, gauss] of nodes) {
    const pair = f(centre - half * node) + f(centre + half * node);
    fine += pair * kronrod;
    coarse += pair * gauss;
  }
  if (depth === 0 || Math.abs(fine - coarse) * half <= tolerance) return fine * half;
  const of = (from: number, to: number) => integrate(f, from, to, tolerance, depth - 1);
  return of(low, centre) + of(centre, high);
}

/** P(B > A) of two rates with Beta posteriors. Computed by quadrature over B's density with an error of 1e-9. */
export function probabilityBetter(a: Count, b: Count, prior: Prior = uniform): number {
  const [pa, pb] = [posterior(a, prior), posterior(b, prior)];
  const scale = logBeta(pb.alpha, pb.beta);
  // The substitution x = sin² θ removes the singularities at the ends for parameters below 1.
  const density = (theta: number) => {
    const [s, c] = [Math.sin(theta), Math.cos(theta)];
    if (s <= 0 || c <= 0) return 0;
    const log = (2 * pb.alpha - 1) * Math.log(s) + (2 * pb.beta - 1) * Math.log(c) - scale;
    return 2 * Math.exp(log) * betaCdf(s * s, pa.alpha, pa.beta);
  };
  const size = pb.alpha + pb.beta;
  const peak = Math.asin(Math.sqrt(pb.alpha / size));
  const width = 0.5 / Math.sqrt(size + 1);
  const cuts = [0, ...[-40, -12, -4, 0, 4, 12, 40].map((steps) => peak + steps * width), Math.PI / 2];
  const inside = cuts.map((cut) => Math.min(Math.PI / 2, Math.max(0, cut)));
  let sum = 0;
  for (let i = 1; i < inside.length; i++) {
    const [low, high] = [inside[i - 1] ?? 0, inside[i] ?? 0];
    if (high > low) sum += integrate(density, low, high, 1e-11);
  }
  return Math.min(1, Math.max(0, sum));
}

type Options = { prior?: Prior; draws?: number; random: () => number };

/** The probability of each arm to have the highest rate, from random draws of the Beta posteriors. The sum is 1. */
export function probabilityBest(arms: Count[], { prior = uniform, draws = 10_000, random }: Options): number[] {
  const posteriors = arms.map((arm) => posterior(arm, prior));
  const wins = new Array<number>(arms.length).fill(0);
  for (let draw = 0; draw < draws; draw++) {
    let [best, highest] = [0, -1];
    for (const [index, { alpha, beta }] of posteriors.entries()) {
      const value = betaSample(alpha, beta, random);
      if (value > highest) [best, highest] = [index, value];
    }
    wins[best] = (wins[best] ?? 0) + 1;
  }
  return wins.map((won) => won / draws);
}

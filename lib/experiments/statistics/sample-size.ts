import { normalQuantile } from "./distributions";

type ForProportions = { baseline: number; effect: number; alpha: number; power: number };
type ForMeans = { sd: number; effect: number; alpha: number; power: number };

function perArm({ baseline, effect, alpha, power }: ForProportions): number {
  const changed = baseline + effect;
  const mean = (baseline + changed) / 2;
  const underNull = normalQuantile(1 - alpha / 2) * Math.sqrt(2 * mean * (1 - mean));
  const underEffect = normalQuantile(power) * Math.sqrt(baseline * (1 - baseline) + changed * (1 - changed));
  return ((underNull + underEffect) / effect) ** 2;
}

/**
 * Users per arm to detect an absolute change of a rate, two-sided, pooled formula (Fleiss 1981, no continuity
 * correction): 10 % → 12 % at α .05, power .8 needs 3841. Infinity for an effect of 0.
 */
export function sampleSizeForProportions(input: ForProportions): number {
  return Math.ceil(perArm(input) - 1e-9);
}

/** Users per arm to detect an absolute change of a mean, two-sided: 2 sd² (z₁₋α/₂ + z_power)² / effect². */
export function sampleSizeForMeans({ sd, effect, alpha, power }: ForMeans): number {
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  return Math.ceil((2 * sd ** 2 * z ** 2) / effect ** 2 - 1e-9);
}

type ForEffect = { baseline: number; perArm: number; alpha: number; power: number };

/**
 * The smallest absolute changes of a rate that `perArm` users detect, upwards and downwards, both positive; Infinity if
 * even the largest possible change is not detected. The inverse of the pooled formula.
 */
export function detectableEffect({ baseline, perArm: n, alpha, power }: ForEffect): { up: number; down: number } {
  const smallest = (room: number, sign: 1 | -1): number => {
    const needs = (size: number) => perArm({ baseline, effect: sign * size, alpha, power });
    if (!(room > 0) || needs(room) > n) return Number.POSITIVE_INFINITY;
    let [low, high] = [0, room];
    for (let step = 0; step < 200 && high - low > 1e-15; step++) {
      const middle = (low + high) / 2;
      if (needs(middle) > n) low = middle;
      else high = middle;
    }
    return high;
  };
  return { up: smallest(1 - baseline, 1), down: smallest(baseline, -1) };
}

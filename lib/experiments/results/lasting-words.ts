import type { MetricName } from "../metrics";
import { formatDifference } from "./figures";
import type { UseResults } from "./schema";

/**
 * Says whether the change of the first use is also there in later uses. Empty if there is no change to speak of, or if
 * several versions are compared. Exploratory: later uses come from users who returned. Pure.
 */
export function lastingWords(uses: readonly UseResults[], metric: MetricName): string {
  const [first, ...later] = uses.map(({ differences }) => differences[0]);
  if (!first || uses.some(({ differences }) => differences.length > 1)) return "";
  const [low, high] = first.interval;
  const isUp = low !== null && low > 0;
  if (!isUp && !(high !== null && high < 0)) return "";
  const measured = later.filter((one) => one !== undefined);
  const last = measured.at(-1);
  if (!last) return "Too few users came back to say whether the change lasts.";
  const isSmaller = ({ interval: [from, to] }: typeof last) =>
    isUp ? to !== null && to < first.difference : from !== null && from > first.difference;
  const isThere = ({ interval: [from, to] }: typeof last) => (isUp ? from !== null && from > 0 : to !== null && to < 0);
  const words = measured.map(({ difference }) => formatDifference(metric, difference)).join(", ");
  if (isSmaller(last))
    return `The change is smaller in later uses (${words}) than in the first. It may be a novelty effect.`;
  if (measured.every(isThere)) return `The change is also there in later uses (${words}).`;
  return `Later uses show no sign of a novelty effect (${words}), but too few users came back to be sure.`;
}

import { listWords } from "@/lib/core/words";
import { formatCount, formatShare } from "./results/figures";
import type { ExperimentView } from "./views";

/** "v8 to 90 % and v9 to 10 %" */
const splitWords = ({ variants }: Pick<ExperimentView, "variants">): string =>
  listWords(variants.map(({ version, weight }) => `v${version} to ${formatShare(weight, 0)}`));

/** Describes who gets what after the start, in precise sentences. */
export function reachWords(
  view: Pick<ExperimentView, "trafficShare" | "prompt" | "environment" | "variants">,
  liveVersion: number | null,
  usersPerDay: number | null,
): string {
  const { trafficShare, prompt, environment } = view;
  const who = trafficShare === 1 ? "all users" : `${formatShare(trafficShare, 0)} of users`;
  const other = view.variants
    .filter(({ version }) => version !== liveVersion)
    .reduce((sum, { weight }) => sum + weight, 0);
  const people =
    usersPerDay === null
      ? ""
      : ` Of the users of the last week that gives about ${formatCount(usersPerDay * 7 * trafficShare * other)} another version than now.`;
  return `${prompt} in ${environment} gives ${splitWords(view)} of ${who} at once.${people} Users keep the version they get first; calls without a user id get ${liveVersion === null ? "what is released" : `v${liveVersion}`}.`;
}

import { formatCount } from "@/lib/experiments/results/figures";
import type { VersionShare } from "@/lib/experiments/shares";
import type { LiveHoldback } from "@/lib/registry/queries/holdbacks";
import type { VersionReach } from "@/lib/telemetry/queries/version-reach";
import { formatRoundShare } from "../quality/figures";

/** Who gets a version now, and who got it since its release. */
export type Audience = {
  version: number;
  /** Whether a later release replaced it. */
  isReplaced: boolean;
  /** The shares of a running experiment; null without one. */
  shares: readonly VersionShare[] | null;
  holdback: LiveHoldback | null;
  reach: VersionReach;
};

const counted = (n: number, one: string, several: string) => `${formatCount(n)} ${n === 1 ? one : several}`;

/** Which users get the version now: "Everyone", "90 % of users, 10 % keep v2", null if it was replaced. Pure. */
export function nowWords({ version, isReplaced, shares, holdback, reach }: Audience): string | null {
  if (isReplaced) return null;
  const share = shares?.find((one) => one.version === version)?.share ?? 0;
  if (shares && share === 0) return "No one, an experiment serves other versions";
  const who = shares
    ? `${formatRoundShare(share)} of users, by an experiment`
    : holdback
      ? `${formatRoundShare(1 - holdback.share)} of users, ${formatRoundShare(holdback.share)} keep v${holdback.version}`
      : "Everyone";
  if (reach.answersPerMinute === 0) return who;
  const rate =
    reach.answersPerMinute < 1
      ? "less than 1 answer"
      : counted(Math.round(reach.answersPerMinute), "answer", "answers");
  return `${who}, ${rate} a minute`;
}

/** How many users and answers the version had: "121 users, 137 answers". Pure. */
export function totalWords({ reach: { users, answers, isPartial } }: Audience): string {
  const total = `${users === 0 ? "" : `${counted(users, "user", "users")}, `}${counted(answers, "answer", "answers")}`;
  return isPartial
    ? `${formatCount(answers)} answers or more. The newest went to ${counted(users, "user", "users")}`
    : total;
}

/** The API keys that reported answers, three by name: "shop-web, shop-ios and 2 more". Pure. */
export function keyWords({ reach: { keys } }: Audience): string {
  const [named, more] = [keys.slice(0, 3), keys.length - 3];
  return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
}

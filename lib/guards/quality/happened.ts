import type { AlertView } from "@/lib/alerts/views";
import { capitalize } from "@/lib/core/words";
import { formatCount } from "@/lib/experiments/results/figures";
import type { ReleaseView } from "@/lib/registry/views";
import { formatLive } from "../finding-words";
import type { GuardCheckView } from "../views";
import { briefList, harmful } from "./phrases";

/** One line of the history. `live`: users get another version from then on. */
export type Happened = { at: string; text: string; tone: "plain" | "negative" | "live" };

function releaseLine({ at, kind, toVersion, actor, reason }: ReleaseView): Happened {
  if (kind === "auto-rollback") return { at, text: `v${toVersion} live again, automatically`, tone: "live" };
  const verb = kind === "rollback" ? "restored" : kind === "experiment" ? "released after an experiment" : "released";
  return { at, text: `v${toVersion} ${verb} by ${actor.name}${reason ? `: ${reason}` : ""}`, tone: "plain" };
}

const numbers = ({ findings }: GuardCheckView) => {
  const [worst] = harmful(findings);
  return worst ? `${formatLive(worst.metric, worst.current.value)} ${worst.label.toLowerCase()}` : "worse";
};

const isSecond = (before: GuardCheckView | null, { version }: GuardCheckView) =>
  before !== null && before.version === version && ["suspect", "worse"].includes(before.outcome);

/** Checks whose outcome differs from the previous one, as lines. */
function checkLines(checks: readonly GuardCheckView[]): Happened[] {
  const lines: Happened[] = [];
  let before: GuardCheckView | null = null;
  for (const check of checks.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const { at, outcome, version, findings } = check;
    // Checks before the oldest stored one are unknown.
    const isSame: boolean =
      before === null ? outcome === "ok" : before.outcome === outcome && before.version === version;
    const hasBegun: boolean = before?.version !== version || before.outcome === "waiting";
    const needed = findings[0]?.needed;
    if (outcome === "suspect") lines.push({ at, text: `First check: ${numbers(check)}`, tone: "negative" });
    else if ((outcome === "worse" || outcome === "critical") && !isSame)
      lines.push({
        at,
        text: `${isSecond(before, check) ? "Second check" : "First check"}: ${numbers(check)}`,
        tone: "negative",
      });
    else if (outcome === "ok" && !isSame && hasBegun)
      lines.push({
        at,
        text: needed ? `v${version} has ${formatCount(needed)} scores and is not worse` : `v${version} is not worse`,
        tone: "plain",
      });
    else if (outcome === "ok" && !isSame) lines.push({ at, text: `v${version} is no longer worse`, tone: "plain" });
    else if (outcome === "inconclusive" && !isSame)
      lines.push({ at, text: "The judge gives no scores, the guard waits", tone: "plain" });
    before = check;
  }
  return lines;
}

const channels = { webhook: "webhook", slack: "Slack", email: "e-mail" } as const;

function alertLine({ at, deliveries }: Pick<AlertView, "at" | "deliveries">): Happened[] {
  const channelNames = [
    ...new Set(deliveries.filter(({ status }) => status === "delivered").map(({ kind }) => channels[kind])),
  ];
  if (channelNames.length === 0) return [];
  const words = briefList(channelNames);
  return [{ at, text: `${capitalize(words)} told`, tone: "plain" }];
}

const second = ({ at }: Happened) => Math.floor(Date.parse(at) / 1000);

type HappenedInput = {
  releases: readonly ReleaseView[];
  checks: readonly GuardCheckView[];
  alerts: readonly Pick<AlertView, "at" | "deliveries">[];
  from: number;
};

/** The history since an instant (ms), oldest first: releases, checks with a new outcome, alerts. Pure. */
export function toHappened({ releases, checks, alerts, from }: HappenedInput): Happened[] {
  const moves = releases.map(releaseLine);
  // Order at the same time: releases by people, checks, automatic releases, alerts.
  const inOrder = [
    ...moves.filter(({ tone }) => tone !== "live").toReversed(),
    ...checkLines(checks),
    ...moves.filter(({ tone }) => tone === "live"),
    ...alerts.flatMap(alertLine),
  ];
  return inOrder.filter(({ at }) => Date.parse(at) >= from).toSorted((a, b) => second(a) - second(b));
}

import { holdbackEndedAt, holdbackInEvidence } from "@/lib/registry/holdback";
import type { ReleaseView } from "@/lib/registry/views";
import type { ServedPhase } from "./queries/phases-between";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The possible lengths of time shown on each side of the instant, in ms. */
const sides = [90 * minute, 12 * hour, 3.5 * day, 15 * day, 60 * day, 183 * day, 730 * day];

export type Window = { from: number; to: number };

/**
 * Returns the narrowest window around the instant that shows the nearest release before or after it. The window never
 * extends into the future.
 */
export function chooseWindow(at: number, neighbours: readonly number[], now: number): Window {
  const nearest = Math.min(...neighbours.map((one) => Math.abs(one - at)));
  const side =
    sides.find((one) => one * 0.92 >= nearest) ?? (Number.isFinite(nearest) ? nearest * 1.2 : (sides[0] ?? day));
  return { from: at - side, to: Math.max(at, Math.min(at + side, now)) };
}

/** A period in which one version was live. `share`s are fractions of the window, 0 to 1. */
export type Segment = { version: number; releasedAt: number; start: number; width: number; isChosen: boolean };

type ReleasedVersion = Pick<ReleaseView, "toVersion" | "at">;

/** Returns which version was live when, within the window. `releases` may be in any order. Nothing is after `now`. */
export function toSegments(releases: readonly ReleasedVersion[], window: Window, at: number, now: number): Segment[] {
  const span = window.to - window.from;
  const sorted = releases
    .map(({ toVersion, at: time }) => ({ version: toVersion, releasedAt: new Date(time).getTime() }))
    .sort((a, b) => a.releasedAt - b.releasedAt);
  return sorted.flatMap(({ version, releasedAt }, index) => {
    const endedAt = sorted[index + 1]?.releasedAt ?? now;
    const from = Math.max(releasedAt, window.from);
    const to = Math.min(endedAt, window.to, now);
    if (to <= from) return [];
    const isChosen = releasedAt <= at && at < (sorted[index + 1]?.releasedAt ?? Number.POSITIVE_INFINITY);
    return [{ version, releasedAt, start: (from - window.from) / span, width: (to - from) / span, isChosen }];
  });
}

/** Returns seven instants, spread evenly across the window. */
export function ticksOf({ from, to }: Window): number[] {
  return Array.from({ length: 7 }, (_, index) => from + ((to - from) * index) / 6);
}

/** A period in which users got different versions: an experiment's phase, or the holdback of a release. */
export type Trial = {
  key: string;
  /** Null for a holdback. */
  experiment: { id: string; name: string; phase: number } | null;
  shares: { version: number; share: number }[];
  /** The share of users who take part, 0 to 1. */
  taking: number;
  from: number;
  to: number;
  start: number;
  width: number;
  isChosen: boolean;
};

type HoldbackRelease = ReleasedVersion & Pick<ReleaseView, "id" | "evidence" | "controlEnd">;

function holdbacksOf(releases: readonly HoldbackRelease[]) {
  const sorted = releases.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return sorted.flatMap((release, index) => {
    const kept = holdbackInEvidence(release.evidence);
    if (!kept) return [];
    const next = sorted[index + 1];
    const ends = { endedAt: release.controlEnd?.at, replacedAt: next?.at };
    const to = holdbackEndedAt(kept, {
      endedAt: ends.endedAt ? new Date(ends.endedAt) : null,
      replacedAt: ends.replacedAt ? new Date(ends.replacedAt) : null,
    });
    const shares = [
      { version: release.toVersion, share: 1 - kept.share },
      { version: kept.version, share: kept.share },
    ];
    return [{ key: release.id, experiment: null, shares, taking: 1, from: Date.parse(release.at), to: to.getTime() }];
  });
}

/** Returns the experiments and holdbacks within the window, the earliest first. */
export function toTrials(
  releases: readonly HoldbackRelease[],
  phases: readonly ServedPhase[],
  { window, at, now }: { window: Window; at: number; now: number },
): Trial[] {
  const span = window.to - window.from;
  const ran = phases.map(({ experimentId: id, experiment: name, phase, shares, trafficShare: taking, from, to }) => ({
    key: `${id} ${phase}`,
    experiment: { id, name, phase },
    shares,
    taking,
    from: Date.parse(from),
    to: to === null ? now : Date.parse(to),
  }));
  return [...holdbacksOf(releases), ...ran]
    .map((one) => {
      const [from, to] = [Math.max(one.from, window.from), Math.min(one.to, window.to, now)];
      // A running trial ends with the window. The last instant belongs to it.
      const isChosen = one.from <= at && (at < one.to || (at === now && one.to >= now));
      return { ...one, isChosen, start: (from - window.from) / span, width: (to - from) / span };
    })
    .filter(({ width }) => width > 0)
    .toSorted((a, b) => a.from - b.from);
}

const parts: readonly [number, string][] = [
  [1 / 2, "half"],
  [1 / 3, "a third"],
  [2 / 3, "two thirds"],
  [1 / 4, "a quarter"],
  [3 / 4, "three quarters"],
];

/** "half", "a third", "12 %". */
function partWords(share: number): string {
  const named = parts.find(([part]) => Math.abs(part - share) < 0.002);
  if (named) return named[1];
  const percent = share * 100;
  return `${Math.abs(percent - Math.round(percent)) < 0.05 ? Math.round(percent) : percent.toFixed(1)}\u00a0%`;
}

/** "v1 for half, v2 for half". With four or more versions, only the largest three. */
export function shareWords(shares: Trial["shares"]): string {
  const served = shares.filter(({ share }) => share > 0);
  const shown = served.length > 3 ? served.toSorted((a, b) => b.share - a.share).slice(0, 3) : served;
  const words = shown.map(({ version, share }) => `v${version} for ${partWords(share)}`).join(", ");
  return served.length > shown.length ? `${words}, ${served.length - shown.length} more` : words;
}

/** Whether the window is so wide that its ticks show days instead of times. */
export function showsDays({ from, to }: Window): boolean {
  return to - from > 2 * day;
}

import type { ReleaseView } from "@/lib/registry/views";

/** A mark on the time axis of a chart: a release, or a change of the measurement. */
export type QualityMark = {
  at: string;
  kind: "release" | "by-itself" | "judge";
  /** "v12 released", "Back to v11", "New judge". */
  title: string;
  /** Who did it: "Mara", "automatically", or the judge. */
  by: string;
};

const firstName = (name: string) => name.split(" ")[0] ?? name;

function titleOf({ kind, fromVersion, toVersion }: ReleaseView): string {
  if (kind === "rollback" || kind === "auto-rollback") return `Back to v${toVersion}`;
  return fromVersion === toVersion ? `v${toVersion} kept` : `v${toVersion} released`;
}

type Series = { metric: string; series: string; label: string; beganAt: string };

/** Releases and changes of a metric's measurement, except the first one. Oldest first. Pure. */
export function toMarks(
  releases: readonly ReleaseView[],
  series: readonly Series[],
  { metric, from, to }: { metric: string | null; from: number; to: number },
): QualityMark[] {
  const ways = series
    .filter((one) => one.metric === metric)
    .toSorted((a, b) => Date.parse(a.beganAt) - Date.parse(b.beganAt));
  const marks: QualityMark[] = [
    ...releases.map((release): QualityMark => {
      const isByItself = release.kind === "auto-rollback";
      const by = isByItself
        ? "automatically"
        : release.actor.kind === "user"
          ? firstName(release.actor.name)
          : release.actor.name;
      return { at: release.at, kind: isByItself ? "by-itself" : "release", title: titleOf(release), by };
    }),
    ...ways
      .slice(1)
      .map(({ beganAt, label }): QualityMark => ({ at: beganAt, kind: "judge", title: "A new series", by: label })),
  ];
  return marks
    .filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < to)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

"use client";

import type { CSSProperties } from "react";
import { cn } from "@/components/ui/cn";
import { Link } from "@/components/ui/link";
import { useTimeZone } from "@/components/ui/time-zone";
import { shareWords, showsDays, type Trial, ticksOf, toSegments } from "@/lib/experiments/time-machine";
import type { ReleaseView } from "@/lib/registry/views";
import { RollbackMark } from "../../_components/guard/rollback-mark";
import { useWorkspace } from "../../_components/use-workspace";
import type { AnswerProps } from "./answer-props";
import { clockOf, momentOf, shortDayOf, timeOf } from "./zone";

const percent = (share: number) => `${share * 100}%`;
const tints = {
  production: "bg-production-soft text-production",
  testing: "bg-testing-soft text-testing",
  development: "bg-draft-soft text-fg",
} as const;

const doerOf = ({ kind, actor }: Pick<ReleaseView, "kind" | "actor">) =>
  kind === "auto-rollback" ? "automatically, guard" : `by ${actor.name}`;

/** "Cite the page: v1 for half, v2 for half". */
const trialWords = ({ experiment, shares }: Trial) => `${experiment?.name ?? "Holdback"}: ${shareWords(shares)}`;

/** The versions around the instant on a time axis. The axis ends no later than now. */
export function Track({ found, window, releases, trials, at, now, stage }: AnswerProps) {
  const workspace = useWorkspace();
  const zone = useTimeZone();
  const segments = toSegments(releases, window, at, now);
  const isInDays = showsDays(window);
  const moves = releases
    .map((release) => ({ ...release, time: new Date(release.at).getTime() }))
    .filter(({ time }) => time >= window.from && time <= window.to);
  const share = (time: number) => (time - window.from) / (window.to - window.from);
  const instant = share(at);
  const edge = (place: number) => (place < 0.05 ? "" : place > 0.95 ? "-translate-x-full" : "-translate-x-1/2");
  return (
    <section
      aria-label="Around that time"
      className="relative mx-6 mt-3.5 mb-[18px] pl-29 max-md:mx-4 max-md:mt-3 max-md:pl-0"
    >
      <div aria-hidden="true" className="relative h-[26px] text-12 text-fg-muted tabular-nums">
        {ticksOf(window).map((tick, index) =>
          Math.abs(index / 6 - instant) < 0.09 ? null : (
            <span
              key={tick}
              style={{ left: percent(index / 6) }}
              className={cn(
                "absolute whitespace-nowrap leading-[22px]",
                edge(index / 6),
                index % 3 !== 0 && "max-md:hidden",
              )}
            >
              {isInDays ? shortDayOf(tick, zone) : clockOf(tick, zone)}
            </span>
          ),
        )}
        <span
          style={{ left: percent(instant) }}
          className={cn(
            "absolute z-2 whitespace-nowrap rounded-sm bg-ink px-2 font-medium text-on-ink leading-[22px]",
            edge(instant),
          )}
        >
          {timeOf(at, zone)}
        </span>
      </div>
      <div className="relative mb-1 max-md:mb-2">
        <span className="absolute -left-29 leading-[30px] text-fg-muted max-md:static max-md:text-12 max-md:leading-5">
          {found.environment}
        </span>
        <ol className="relative h-[30px] overflow-hidden rounded-sm bg-surface-sunken">
          {segments.map((segment) => (
            <li
              key={segment.releasedAt}
              style={{ left: percent(segment.start), width: percent(segment.width) }}
              className={cn(
                "absolute inset-y-0 truncate rounded-sm border-surface border-r-2 pl-2.5 font-medium text-12 leading-[30px]",
                segment.isChosen ? tints[stage] : "bg-draft-soft text-fg-muted",
              )}
            >
              {segment.width > 0.02 ? `v${segment.version}` : null}
              {segment.width > 0.14 ? (
                <span className="max-md:hidden">{`, released ${shortDayOf(segment.releasedAt, zone)}`}</span>
              ) : null}
            </li>
          ))}
        </ol>
      </div>
      {trials.length > 0 ? (
        <div className="relative mb-1 max-md:mb-2">
          <span className="absolute -left-29 leading-[30px] text-fg-muted max-md:static max-md:text-12 max-md:leading-5">
            Experiments
          </span>
          <ol aria-label="Experiments and holdbacks" className="relative h-[30px] overflow-hidden rounded-sm">
            {trials.map((trial) => (
              <li
                key={trial.key}
                style={{ left: percent(trial.start), width: percent(trial.width) }}
                title={trialWords(trial)}
                className={cn(
                  "absolute inset-y-0 truncate rounded-sm border-surface border-r-2 pl-2.5 text-12 leading-[30px]",
                  trial.isChosen ? "bg-accent-soft text-accent" : "bg-draft-soft text-fg-muted",
                )}
              >
                {trial.experiment ? (
                  <Link href={`/${workspace}/experiments/${trial.experiment.id}`} className="hover:underline">
                    {trialWords(trial)}
                  </Link>
                ) : (
                  trialWords(trial)
                )}
              </li>
            ))}
          </ol>
        </div>
      ) : null}
      <div className="relative">
        <span className="absolute -left-29 leading-[30px] text-fg-muted max-md:static max-md:text-12 max-md:leading-5">
          Releases
        </span>
        <ol className="relative h-[30px]">
          {moves.map((move) => (
            <li
              key={move.id}
              style={{ left: percent(share(move.time)) }}
              title={`v${move.toVersion}, ${momentOf(move.time, zone)}, ${doerOf(move)}`}
              className={cn(
                "absolute -ml-1.5",
                move.kind === "auto-rollback"
                  ? "top-[8px] z-1"
                  : "top-[9px] size-3 rounded-full border-[1.5px] border-fg bg-surface",
              )}
            >
              {move.kind === "auto-rollback" ? <RollbackMark /> : null}
              <span className="sr-only">
                v{move.toVersion} on {momentOf(move.time, zone)}, {doerOf(move)}
              </span>
            </li>
          ))}
          {moves.length === 0 ? (
            <li className="absolute left-2.5 text-12 text-fg-subtle leading-[30px]">none in this time</li>
          ) : null}
        </ol>
      </div>
      <span
        aria-hidden="true"
        style={{ "--at": instant } as CSSProperties}
        className="absolute top-[22px] bottom-2 left-[calc(116px+(100%-116px)*var(--at))] -ml-px w-[1.5px] bg-ink max-md:left-[calc(100%*var(--at))]"
      />
    </section>
  );
}

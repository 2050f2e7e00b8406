"use client";

import { ArrowRight, FlaskConical, Undo2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ActorName } from "@/app/[workspace]/_components/actor-name";
import { EvidenceView } from "@/app/[workspace]/_components/guard/evidence-view";
import { RollbackMark } from "@/app/[workspace]/_components/guard/rollback-mark";
import { runPath } from "@/app/[workspace]/_components/paths";
import { ClockTime } from "@/components/ui/clock-time";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import type { Page } from "@/lib/core/cursor";
import { capitalize } from "@/lib/core/words";
import { readGuardEvidence } from "@/lib/guards/evidence";
import { evidenceWords } from "@/lib/registry/evidence-words";
import { holdbackInEvidence, holdbackShares } from "@/lib/registry/holdback";
import { isOverride, isUndo } from "@/lib/registry/lifecycle";
import { releaseWords, undoneWord } from "@/lib/registry/release-words";
import type { ReleaseView } from "@/lib/registry/views";
import { loadReleases } from "../../actions/release";
import { EnvironmentTag } from "./environment-tag";
import { useReleasing } from "./releasing";
import { ViewSwitch } from "./view-switch";

const icons: Record<ReleaseView["kind"], ReactNode> = {
  promote: <ArrowRight className="size-3.5" />,
  rollback: <Undo2 className="size-3.5" />,
  "auto-rollback": <RollbackMark />,
  experiment: <FlaskConical className="size-3.5" />,
};

function Entry({ release }: { release: ReleaseView }) {
  const { workspace, name, lanes, link } = useReleasing();
  const { words, runId } = evidenceWords(release.evidence);
  const control = holdbackInEvidence(release.evidence);
  const seen = readGuardEvidence(release.evidence);
  const { kind, fromVersion, toVersion, environment, actor, reason, at, controlEnd } = release;
  const isUndone = isUndo(release);
  const word = isUndone ? undoneWord : releaseWords[kind];
  const icon = icons[isUndone ? "rollback" : kind];
  const lane = lanes.find(({ name }) => name === environment);
  // The live release has a colour; earlier ones are grey.
  const isLive = lane?.live?.revision === release.revision;
  return (
    <li className="grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-3 border-line border-b px-6 py-2.5 max-md:px-4">
      <span className="pt-[3px] text-fg-subtle">{icon}</span>
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span>
            {word} {fromVersion === null ? <b>v{toVersion}</b> : <b>{`v${fromVersion} → v${toVersion}`}</b>}
          </span>
          <EnvironmentTag title={capitalize(environment)} stage={isLive && lane ? lane.stage : "development"} />
        </p>
        {reason ? <p className="[overflow-wrap:anywhere]">{reason}</p> : null}
        {words.map((line) => (
          <p
            key={line}
            className={`text-12 [overflow-wrap:anywhere] ${isOverride(release) ? "text-warning" : "text-fg-muted"}`}
          >
            {line}
          </p>
        ))}
        {control ? (
          <p className="text-12 text-fg-muted">
            {`v${control.version} kept for ${holdbackShares(control).kept} to compare with, `}
            {controlEnd ? "until " : "at most until "}
            <ClockTime at={controlEnd?.at ?? control.until} />
            {controlEnd ? `, ended by ${controlEnd.by}${controlEnd.reason ? `: ${controlEnd.reason}` : ""}` : null}
          </p>
        ) : null}
        <p className="text-12 text-fg-muted">
          {kind === "auto-rollback" ? "Guard, automatically" : <ActorName actor={actor} />}
        </p>
        {seen ? (
          <details className="mt-1">
            <summary className="w-fit cursor-pointer text-12 text-accent hover:underline">Guard evidence</summary>
            <EvidenceView environment={environment} prompt={name} evidence={seen} className="mt-1" />
          </details>
        ) : null}
      </div>
      <div className="grid content-start justify-items-end text-12 text-fg-subtle">
        <RelativeTime at={at} className="leading-5" />
        {fromVersion === null ? null : (
          <TextLink
            href={link({ from: fromVersion, to: toVersion })}
            className="leading-5"
            aria-label={`Difference between v${fromVersion} and v${toVersion}`}
          >
            Difference
          </TextLink>
        )}
        {runId ? (
          <TextLink href={runPath(workspace, runId)} className="leading-5">
            Evaluation
          </TextLink>
        ) : null}
      </div>
    </li>
  );
}

/** The releases of this prompt: what, where, who, why and when. */
export function ReleaseLog({ first }: { first: Page<ReleaseView> }) {
  const { workspace, name, link } = useReleasing();
  const [older, setOlder] = useState<Page<ReleaseView> | null>(null);
  const seen = new Set(first.items.map(({ id }) => id));
  const releases = [...first.items, ...(older?.items ?? []).filter(({ id }) => !seen.has(id))];
  const cursor = older ? older.nextCursor : first.nextCursor;

  const { start, isBusy } = useAction({
    run: (from: string) => loadReleases({ workspace, name, cursor: from }),
    onDone: (page) => setOlder({ items: [...(older?.items ?? []), ...page.items], nextCursor: page.nextCursor }),
    failed: "The older releases could not be loaded.",
  });
  const load = () => (cursor ? start(cursor) : undefined);
  return (
    <section aria-label="Releases" className="min-w-0">
      <header className="flex min-h-12 flex-wrap items-center justify-between gap-2 border-line border-b py-2 pr-6 pl-6 max-md:px-3">
        <h2 className="text-14 max-md:px-1">Releases</h2>
        <ViewSwitch view="releases" hrefOf={(view) => link({ view })} />
      </header>
      {releases.length === 0 ? (
        <EmptyState title="No releases yet">
          Each release is listed here, with the person, the time and the reason.
        </EmptyState>
      ) : (
        <ol>
          {releases.map((release) => (
            <Entry key={release.id} release={release} />
          ))}
        </ol>
      )}
      {cursor ? (
        <LinkButton className="mx-6 mt-2 max-md:mx-4" onClick={load} aria-busy={isBusy || undefined}>
          {isBusy ? "Loading" : "Older releases"}
        </LinkButton>
      ) : null}
    </section>
  );
}

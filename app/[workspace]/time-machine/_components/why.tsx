"use client";

import type { ReactNode } from "react";
import { ClockTime } from "@/components/ui/clock-time";
import { TextLink } from "@/components/ui/text-link";
import { useTimeZone } from "@/components/ui/time-zone";
import { type GuardEvidence, readGuardEvidence } from "@/lib/guards/evidence";
import { findingSentence, formatFindingP, readingWords, worstFirst } from "@/lib/guards/finding-words";
import { madeLiveWords } from "@/lib/registry/release-words";
import type { ReleaseView } from "@/lib/registry/views";
import { RollbackMark } from "../../_components/guard/rollback-mark";
import { promptPath, qualityPath, withQuery } from "../../_components/paths";
import { useWorkspace } from "../../_components/use-workspace";
import type { AnswerProps } from "./answer-props";
import { momentOf } from "./zone";

type StepProps = { title: ReactNode; isChosen?: boolean; isByItself?: boolean; children: ReactNode };

function Step({ title, isChosen, isByItself, children }: StepProps) {
  return (
    <li className="relative pb-4 pl-[22px] last:pb-0 not-last:after:absolute not-last:after:top-[17px] not-last:after:-bottom-[3px] not-last:after:left-[5px] not-last:after:w-px not-last:after:bg-line-strong not-last:after:content-['']">
      {isByItself ? <RollbackMark className="absolute top-[3px] -left-0.5" /> : null}
      <span
        aria-hidden="true"
        hidden={isByItself}
        className={`absolute top-[5px] left-px size-[9px] rounded-full border-[1.5px] ${isChosen ? "border-production bg-limelight" : "border-fg-muted bg-surface"}`}
      />
      <b className="block">{title}</b>
      <div className="text-fg-muted">{children}</div>
    </li>
  );
}

/** The findings of a guard as lines, because a table does not fit beside the text. */
function Seen({ evidence: { findings, firstHitAt, checkedAt } }: { evidence: GuardEvidence }) {
  return (
    <ul className="mt-1 grid gap-0.5 text-12">
      {worstFirst(findings).map((finding) => (
        <li key={finding.metric}>
          {findingSentence(finding)} {readingWords(finding)}
          {formatFindingP(finding) ? `, p (worse) ${formatFindingP(finding)}` : ""}.
        </li>
      ))}
      <li>
        First seen <ClockTime at={firstHitAt} />, again <ClockTime at={checkedAt} />.
      </li>
    </ul>
  );
}

/** Describes the releases before, at and after the instant. */
export function Why({ found, releases, stage }: AnswerProps) {
  const workspace = useWorkspace();
  const zone = useTimeZone();
  const { prompt, environment, release, replacedBy } = found;
  const before = releases.filter(({ revision }) => release && revision < release.revision)[0];
  const tell = ({ kind, actor, at, reason, evidence }: ReleaseView) => {
    const moment = momentOf(new Date(at).getTime(), zone);
    if (kind !== "auto-rollback") return `${moment} by ${actor.name}${reason ? `: “${reason}”` : ""}`;
    const seen = readGuardEvidence(evidence);
    return (
      <>
        {`${moment}, automatically, guard. ${reason}`}
        {seen ? (
          <details className="my-1">
            <summary className="w-fit cursor-pointer text-accent hover:underline">Guard evidence</summary>
            <Seen evidence={seen} />
          </details>
        ) : null}{" "}
        <TextLink href={qualityPath(workspace, prompt, { environment })} className="mr-2">
          Quality
        </TextLink>
      </>
    );
  };
  const isByItself = (one: ReleaseView) => one.kind === "auto-rollback";
  return (
    <section aria-labelledby="why" className="px-6 pt-3 pb-6 max-md:px-4">
      <h2 id="why" className="text-14 leading-9">
        Why this version
      </h2>
      <ol>
        {before ? (
          <Step title={`v${before.toVersion} was ${madeLiveWords[before.kind]}`} isByItself={isByItself(before)}>
            {tell(before)}
          </Step>
        ) : null}
        {release ? (
          <Step
            title={`v${release.toVersion} was ${madeLiveWords[release.kind]}${release.fromVersion === null ? ", the first one here" : ""}`}
            isChosen={stage === "production"}
            isByItself={isByItself(release)}
          >
            {tell(release)}{" "}
            <TextLink href={promptPath(workspace, prompt, { tab: "history", environment })}>History</TextLink>
          </Step>
        ) : (
          <Step title="Nothing had been released">The first release came later.</Step>
        )}
        {replacedBy ? (
          <Step
            title={`v${replacedBy.toVersion} was ${madeLiveWords[replacedBy.kind]}`}
            isByItself={isByItself(replacedBy)}
          >
            {tell(replacedBy)}
          </Step>
        ) : null}
      </ol>
      <p className="mt-4">
        <TextLink
          href={withQuery(`/${workspace}/releases`, { prompt, environment })}
        >{`All releases of ${prompt}`}</TextLink>
      </p>
    </section>
  );
}

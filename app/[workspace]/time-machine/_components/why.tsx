"use client";

import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/text-link";
import type { ReleaseView } from "@/lib/registry/views";
import { promptPath, withQuery } from "../../_components/paths";
import type { AnswerProps } from "./answer-props";
import { momentOf, useTimeZone } from "./zone";

const acts: Record<ReleaseView["kind"], string> = {
  promote: "promoted",
  rollback: "brought back",
  "auto-rollback": "brought back by itself",
  experiment: "put live by an experiment",
};

function Step({ title, isChosen, children }: { title: ReactNode; isChosen?: boolean; children: ReactNode }) {
  return (
    <li className="relative pb-4 pl-[22px] last:pb-0 not-last:after:absolute not-last:after:top-[17px] not-last:after:-bottom-[3px] not-last:after:left-[5px] not-last:after:w-px not-last:after:bg-line-strong not-last:after:content-['']">
      <span
        aria-hidden="true"
        className={`absolute top-[5px] left-px size-[9px] rounded-full border-[1.5px] ${isChosen ? "border-production bg-limelight" : "border-fg-muted bg-surface"}`}
      />
      <b className="block">{title}</b>
      <div className="text-fg-muted">{children}</div>
    </li>
  );
}

/** The releases before, at and after the instant, in words. */
export function Why({ workspace, found, releases, stage }: AnswerProps) {
  const zone = useTimeZone();
  const { prompt, environment, release, replacedBy } = found;
  const before = releases.filter(({ revision }) => release && revision < release.revision)[0];
  const tell = ({ actor, at, reason }: ReleaseView) =>
    `${momentOf(new Date(at).getTime(), zone)} by ${actor.name}${reason ? `: “${reason}”` : ""}`;
  return (
    <section aria-labelledby="why" className="px-6 pt-3 pb-6 max-md:px-4">
      <h2 id="why" className="text-14 leading-9">
        Why this version
      </h2>
      <ol>
        {before ? <Step title={`v${before.toVersion} was ${acts[before.kind]}`}>{tell(before)}</Step> : null}
        {release ? (
          <Step
            title={`v${release.toVersion} was ${acts[release.kind]}${release.fromVersion === null ? ", the first one here" : ""}`}
            isChosen={stage === "production"}
          >
            {tell(release)}{" "}
            <TextLink href={promptPath(workspace, prompt, { tab: "history", environment })}>History</TextLink>
          </Step>
        ) : (
          <Step title="Nothing had been released">The first release came later.</Step>
        )}
        {replacedBy ? (
          <Step title={`v${replacedBy.toVersion} was ${acts[replacedBy.kind]}`}>{tell(replacedBy)}</Step>
        ) : null}
      </ol>
      <p className="mt-4">
        <TextLink href={withQuery(`/${workspace}/releases`, { prompt, environment })}>All releases of it</TextLink>
      </p>
    </section>
  );
}

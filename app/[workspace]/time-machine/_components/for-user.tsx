"use client";

import { TextLink } from "@/components/ui/text-link";
import { useTimeZone } from "@/components/ui/time-zone";
import { formatShare } from "@/lib/experiments/results/figures";
import { holdbackShares } from "@/lib/registry/holdback";
import { feedbackWords } from "@/lib/telemetry/feedback-words";
import type { InteractionView } from "@/lib/telemetry/interaction-row";
import { useWorkspace } from "../../_components/use-workspace";
import type { AnswerProps, UserAnswer } from "./answer-props";
import { momentOf, timeOf } from "./zone";

/** Shows what one user got at the instant, how that is known, and their interactions around it. */
export function ForUser({ user, found, at }: AnswerProps) {
  if (!user) return null;
  return (
    <section
      aria-labelledby="for-user"
      className="mx-6 mt-4 rounded-lg border border-line px-4 py-3 max-md:mx-4 [overflow-wrap:anywhere]"
    >
      <h2 id="for-user" className="text-14">
        {`What ${user.id} got`}
      </h2>
      <Given user={user} found={found} at={at} />
      {user.interactions ? <Uses interactions={user.interactions} /> : null}
    </section>
  );
}

type GivenProps = { user: UserAnswer; found: AnswerProps["found"]; at: number };

function Given({ user: { assignment }, found: { version: released, control }, at }: GivenProps) {
  const workspace = useWorkspace();
  const zone = useTimeZone();
  const other = released === null ? "nothing: none was released" : `v${released}, which was released`;
  if (!assignment && control && at < Date.parse(control.endedAt))
    return (
      <p className="text-fg-muted">
        {`${holdbackShares(control).kept} of users were kept on v${control.version}. This user was not one of them, and got ${other}.`}
      </p>
    );
  if (!assignment)
    return <p className="text-fg-muted">{`No experiment ran at that moment, so this user got ${other}.`}</p>;
  if (assignment.reason === "release")
    return (
      <p className="text-fg-muted">
        <b className="font-medium text-fg">{`v${assignment.version}`}</b>
        {`, kept to compare v${released} with${control ? `, until ${momentOf(Date.parse(control.endedAt), zone)}` : ""}. `}
        {`${holdbackShares({ share: assignment.propensity ?? 0 }).kept} of users were. Computed from the release's seed. It is not recorded that the user came.`}
      </p>
    );
  if (assignment.reason === "pinned")
    return (
      <p className="text-fg-muted">
        <b className="font-medium text-fg">{`v${assignment.version}`}</b>
        {", because the call asked for this version by its number. It is not part of an experiment."}
      </p>
    );
  const { experimentId, experiment, phase, variant, version, propensity, exposedAt, source } = assignment;
  const link = <TextLink href={`/${workspace}/experiments/${experimentId}`}>{experiment}</TextLink>;
  if (variant === null)
    return (
      <p className="text-fg-muted">
        {link} ran, and this user was not part of it. They got {other}.
      </p>
    );
  return (
    <p className="text-fg-muted">
      <b className="font-medium text-fg">{`v${version}`}</b>
      {`, the variant ${variant} of `}
      {link}
      {`, phase ${phase}, which ${formatShare(propensity ?? 0, 0)} of users got. `}
      {source === "recorded" && exposedAt
        ? `On record: first given on ${momentOf(Date.parse(exposedAt), zone)}.`
        : source === "recorded"
          ? "On record: an answer of that moment was reported."
          : "Computed from the seed and the shares of that moment. It is not recorded that the user came."}
      {assignment.isSpreading
        ? " The shares had changed less than five seconds before, so some instances still used the earlier ones."
        : ""}
    </p>
  );
}

function Uses({ interactions }: { interactions: readonly InteractionView[] }) {
  const zone = useTimeZone();
  if (interactions.length === 0)
    return <p className="mt-1 text-fg-muted">Nothing was reported from this user within half an hour of this time.</p>;
  return (
    <ol className="mt-2 grid gap-1">
      {interactions.map((one) => (
        <li key={one.interactionId} className="flex flex-wrap gap-x-3 text-12 tabular-nums">
          <span className="text-fg-muted">{timeOf(Date.parse(one.at), zone)}</span>
          <span>{`v${one.version}`}</span>
          <span>{feedbackWords(one).join(", ") || "nothing reported about it"}</span>
          {one.latencyMs === null ? null : (
            <span className="text-fg-muted">{`${Math.round(one.latencyMs)}\u00a0ms`}</span>
          )}
        </li>
      ))}
    </ol>
  );
}

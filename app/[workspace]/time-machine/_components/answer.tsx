"use client";

import { cn } from "@/components/ui/cn";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { useTimeZone } from "@/components/ui/time-zone";
import { capitalize } from "@/lib/core/words";
import { formatShare } from "@/lib/experiments/results/figures";
import { shareWords } from "@/lib/experiments/time-machine";
import { holdbackShares } from "@/lib/registry/holdback";
import type { Stage } from "@/lib/registry/lifecycle";
import { type Content, isPlaceholder } from "@/lib/template/content";
import { messageLines } from "@/lib/template/message-text";
import { promptPath } from "../../_components/paths";
import type { AnswerProps } from "./answer-props";
import { ForUser } from "./for-user";
import { Track } from "./track";
import { Why } from "./why";
import { dayOf, momentOf, timeOf } from "./zone";

const tints: Record<Stage, string> = {
  production: "bg-production-soft text-production",
  testing: "bg-testing-soft text-testing",
  development: "bg-draft-soft text-fg",
};

/** Returns what the user got, or which share of users got which version. Null if everyone got the released version. */
function headline({ user, trials, found }: AnswerProps) {
  if (user) return { who: user.id, version: user.assignment?.version ?? found.version, words: null };
  const trial = trials.find(({ isChosen }) => isChosen);
  return trial && found.version !== null ? { who: null, version: null, words: shareWords(trial.shares) } : null;
}

function Sentence(props: AnswerProps) {
  const { found, at, now, stage, liveNow, trials } = props;
  const zone = useTimeZone();
  const head = headline(props);
  const trial = trials.find(({ isChosen }) => isChosen);
  const { prompt, environment, version, release, replacedBy, control } = found;
  const released = release && new Date(release.at).getTime();
  return (
    <section aria-labelledby="answer" className="px-6 pt-[22px] max-md:px-4 max-md:pt-4">
      <h2 id="answer" className="text-24 leading-[34px] max-md:text-20 max-md:leading-[30px]">
        At {timeOf(at, zone)} on {dayOf(at, zone, now)},{" "}
        {head?.who ? (
          <>
            <span className="break-words font-mono text-[0.9em]">{head.who}</span>{" "}
            {head.version === null ? "got nothing of " : "got "}
          </>
        ) : null}
        {head?.version ? (
          <>
            <span className={cn("rounded-md px-2", tints[stage])}>v{head.version}</span> of{" "}
          </>
        ) : null}
        <span className="break-words">{prompt}</span> in {environment}
        {head?.who ? "." : version === null ? " was not live." : " was "}
        {head?.who || version === null ? null : (
          <>
            <span className={cn("rounded-md px-2", tints[stage])}>{head?.words ?? `v${version}`}</span>.
          </>
        )}
      </h2>
      {trial?.experiment ? (
        <p className="mt-0.5 max-w-[88ch] text-14 text-fg-muted">
          {trial.to >= now ? "Through the running experiment " : "Through the experiment "}
          <TextLink href={`/${props.workspace}/experiments/${trial.experiment.id}`}>{trial.experiment.name}</TextLink>
          {`: ${shareWords(trial.shares)}`}
          {trial.taking < 1 ? ` of the ${formatShare(trial.taking, 0)} of users that take part` : ""}.
        </p>
      ) : null}
      <p className="mt-0.5 max-w-[88ch] text-14 text-fg-muted">
        {release && released
          ? release.kind === "auto-rollback"
            ? `Deployed by an automatic rollback on ${momentOf(released, zone)}, by its guard. ${release.reason}`
            : `Promoted on ${momentOf(released, zone)} by ${release.actor.name}${release.reason ? `: “${release.reason}”.` : ", without a reason."}`
          : "Applications that requested it got 404, because nothing was live."}{" "}
        {release && !replacedBy ? "It is still live. " : null}
        {replacedBy
          ? `v${replacedBy.toVersion} replaced it on ${momentOf(new Date(replacedBy.at).getTime(), zone)}${replacedBy.kind === "auto-rollback" ? ", automatically" : ""}. `
          : null}
        {release && control
          ? `${holdbackShares(control).kept} of users ${Date.parse(control.endedAt) > now ? "keep" : "kept"} v${control.version} to compare with, until ${momentOf(Date.parse(control.endedAt), zone)}${control.endedBy ? `, when ${control.endedBy} ended it` : ""}. `
          : null}
        {transitionSentence(found, zone)}
        {version === null && liveNow !== null ? `Today v${liveNow} is.` : null}
      </p>
    </section>
  );
}

/** During a release, instances answer with either version until all have the new one. */
function transitionSentence({ version, transition }: AnswerProps["found"], zone: string): string {
  if (!transition || transition.previousVersion === null) return "";
  const { from, previousVersion, releasedVersion, source } = transition;
  const how =
    source === "recorded"
      ? `Reported answers show v${version} at this moment.`
      : "No answer from this time was reported.";
  return `v${releasedVersion} was promoted at ${timeOf(Date.parse(from), zone)}; for up to five seconds some instances still answered with v${previousVersion}. ${how} `;
}

export function Answer(props: AnswerProps) {
  const { workspace, found, version, liveNow } = props;
  const isOther = version && liveNow !== null && liveNow !== version.version;
  return (
    <>
      <Sentence {...props} />
      <ForUser {...props} />
      <Track {...props} />
      <div className="grid flex-1 grid-cols-[360px_minmax(0,1fr)] border-line border-t max-lg:grid-cols-[280px_minmax(0,1fr)] max-md:block">
        <Why {...props} />
        <section
          aria-labelledby="text"
          className="border-line border-l px-6 pt-3 pb-6 max-md:border-t max-md:border-l-0 max-md:px-4"
        >
          <SectionHead id="text" title="The text at that moment">
            {isOther ? (
              <TextLink
                href={promptPath(workspace, found.prompt, { tab: "history", from: version.version, to: liveNow })}
              >
                Compare with today
              </TextLink>
            ) : version ? (
              <span className="text-fg-muted">{liveNow === null ? "Nothing is live today" : "The same as today"}</span>
            ) : null}
          </SectionHead>
          {version ? (
            <TemplateMessages content={version.expanded ?? version.content} version={version.version} />
          ) : (
            <p className="text-fg-muted">None. No version was promoted to this environment yet.</p>
          )}
        </section>
      </div>
    </>
  );
}

const parts = /(\{\{.*?\}\}|\{%.*?%\})/gs;

/** A template's text with variables and logic highlighted. */
function TemplateText({ text }: { text: string }) {
  let offset = 0;
  const pieces = text.split(parts).filter((part) => part !== "");
  return pieces.map((part) => {
    const key = offset;
    offset += part.length;
    if (part.startsWith("{{"))
      return (
        <span key={key} className="rounded-sm bg-code-variable-soft text-code-variable">
          {part}
        </span>
      );
    return (
      <span key={key} className={part.startsWith("{%") ? "text-code-logic" : undefined}>
        {part}
      </span>
    );
  });
}

/** All messages of a version: role, then text. */
function TemplateMessages({ content, version }: { content: Content; version: number }) {
  return (
    <ol className="grid gap-4">
      {content.messages.map((entry, index) => {
        const key = `${index}`;
        if (isPlaceholder(entry))
          return (
            <li key={key} className="text-fg-muted">
              Chat history, sent by the application as <code>{entry.placeholder}</code>
            </li>
          );
        return (
          <li key={key}>
            <h3 className="flex justify-between gap-4">
              {content.type === "text" ? "Text" : capitalize(entry.role)}
              {index === 0 ? <span className="font-normal text-fg-subtle">v{version}</span> : null}
            </h3>
            <p className="mt-0.5 max-w-[80ch] whitespace-pre-wrap break-words font-mono text-12 leading-5">
              <TemplateText text={messageLines(entry)} />
            </p>
          </li>
        );
      })}
    </ol>
  );
}

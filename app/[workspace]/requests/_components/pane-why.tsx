"use client";

import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import { formatShare } from "@/lib/experiments/results/figures";
import type { WhyStep } from "@/lib/requests/why";
import { withQuery } from "../../_components/paths";
import { useWorkspace } from "../../_components/use-workspace";
import { PaneSection } from "./pane-section";
import type { OpenRequest } from "./use-request";

const shareText = (share: number | null) => (share === null ? "" : formatShare(share, 0));

function wordsOf(step: WhyStep, workspace: string): { title: ReactNode; text: ReactNode } {
  switch (step.kind) {
    case "released":
      return {
        title: `v${step.version} was the released version`,
        text: (
          <>
            <RelativeTime at={step.at} ago /> {`by ${step.by}${step.reason ? `: “${step.reason}”` : ""}`}
          </>
        ),
      };
    case "not-released":
      return { title: "Nothing was released", text: "The first release came later." };
    case "experiment":
      return {
        title: <TextLink href={`/${workspace}/experiments/${step.id}`}>{step.name}</TextLink>,
        text: `ran, in phase ${step.phase}.`,
      };
    case "variant":
      return {
        title: `${step.userId} was in the variant ${step.variant}`,
        text: `${step.share === null ? "" : `${shareText(step.share)} of users were. `}The user id decides, so it stays the same.`,
      };
    case "outside":
      return { title: `${step.userId} took no part in it`, text: "The released version was served." };
    case "kept":
      return {
        title: `${step.userId} kept v${step.version}`,
        text: `${step.share === null ? "Some" : shareText(step.share)} of users kept the previous version for comparison.`,
      };
    case "pinned":
      return {
        title: `The call asked for v${step.version}`,
        text: "By its version number. It is not part of an experiment.",
      };
    case "other":
      return {
        title: `v${step.version} was reported`,
        text: "The application served another version than the one decided here: from its own cache, or while a release was spreading.",
      };
  }
}

/** Explains which version resolve chose, and why. */
export function PaneWhy({ request: { interaction, why } }: { request: OpenRequest }) {
  const workspace = useWorkspace();
  if (why.length === 0) return null;
  const { prompt, environment, at, userId, version } = interaction;
  const timeMachine = withQuery(`/${workspace}/time-machine`, {
    prompt,
    environment,
    at,
    ...(userId && { user: userId }),
  });
  return (
    <PaneSection title={`Why v${version}`} end={<TextLink href={timeMachine}>Time machine</TextLink>}>
      <ol>
        {why.map((step, index) => {
          const { title, text } = wordsOf(step, workspace);
          return (
            <li
              key={step.kind}
              className="relative pb-2.5 pl-[22px] last:pb-0 not-last:after:absolute not-last:after:top-[17px] not-last:after:-bottom-[3px] not-last:after:left-[5px] not-last:after:w-px not-last:after:bg-line-strong not-last:after:content-['']"
            >
              <span
                aria-hidden="true"
                className={cn(
                  "absolute top-[5px] left-px size-[9px] rounded-full border-[1.5px]",
                  index === why.length - 1 ? "border-production bg-limelight" : "border-fg-muted bg-surface",
                )}
              />
              <b className="block [overflow-wrap:anywhere]">{title}</b>
              <span className="text-fg-muted [overflow-wrap:anywhere]">{text}</span>
            </li>
          );
        })}
      </ol>
    </PaneSection>
  );
}

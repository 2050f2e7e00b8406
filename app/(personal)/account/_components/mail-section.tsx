"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/choice";
import { lateDialog } from "@/components/ui/late-dialog";
import { LinkButton } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import type { MailKind } from "@/lib/core/generated/prisma/enums";
import { chooseMails } from "../actions";
import type { WeekWorkspace } from "./week-dialog";

const WeekDialog = lateDialog(() => import("./week-dialog").then((part) => part.WeekDialog));

const kinds: readonly { kind: MailKind; label: string; help: string }[] = [
  { kind: "review_asked", label: "Someone asks you to review a version", help: "When you are chosen as a reviewer." },
  {
    kind: "mentioned",
    label: "Someone mentions you",
    help: "With @ and your name, in a comment of a change request or a note about a request.",
  },
  {
    kind: "review_answered",
    label: "Someone answers a review that you requested",
    help: "Approvals, requests for changes, comments and suggestions.",
  },
  {
    kind: "digest",
    label: "Weekly digest",
    help: "Regressions, open reviews, experiments to decide, and costs. Sent on Mondays after 06:00 in your time zone.",
  },
];

type Props = { muted: readonly MailKind[]; workspaces: readonly WeekWorkspace[] };

/** The messages that a person receives. Each choice is saved at once. */
export function MailSection({ muted: before, workspaces }: Props) {
  const [isReading, setReading] = useState(false);
  const [saved, setSaved] = useState(before);
  const [chosen, setChosen] = useState(before);
  const { start, isBusy } = useAction({
    run: (muted: readonly MailKind[]) => chooseMails({ muted }),
    onDone: (_, muted) => setSaved(muted),
    failed: "Your choice was not saved.",
  });
  const muted = isBusy ? chosen : saved;
  const choose = (kind: MailKind, isOn: boolean) => {
    const next = isOn ? muted.filter((one) => one !== kind) : [...muted, kind];
    setChosen(next);
    start(next);
  };
  return (
    <fieldset aria-busy={isBusy || undefined} className="grid max-w-[62ch] gap-2">
      <legend className="sr-only">Messages you receive</legend>
      {kinds.map(({ kind, label, help }) => (
        <Checkbox
          key={kind}
          label={label}
          help={help}
          checked={!muted.includes(kind)}
          disabled={isBusy}
          onChange={(event) => choose(kind, event.target.checked)}
        />
      ))}
      {workspaces.length > 0 ? (
        <LinkButton className="ml-6 justify-self-start" onClick={() => setReading(true)}>
          View last week's digest
        </LinkButton>
      ) : null}
      {isReading ? <WeekDialog workspaces={workspaces} onClose={() => setReading(false)} /> : null}
    </fieldset>
  );
}

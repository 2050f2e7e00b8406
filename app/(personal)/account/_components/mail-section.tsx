"use client";

import dynamic from "next/dynamic";
import { useState, useTransition } from "react";
import { Checkbox } from "@/components/ui/choice";
import { DialogLoading } from "@/components/ui/dialog-loading";
import { reach } from "@/components/ui/reach";
import { LinkButton } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import type { MailKind } from "@/lib/core/generated/prisma/enums";
import { chooseMails } from "../actions";
import type { WeekWorkspace } from "./week-dialog";

const WeekDialog = dynamic(() => import("./week-dialog").then((part) => part.WeekDialog), {
  ssr: false,
  loading: DialogLoading,
});

const kinds: readonly { kind: MailKind; label: string; help: string }[] = [
  { kind: "review_asked", label: "Someone asks you to review a version", help: "When you are chosen as a reviewer." },
  {
    kind: "mentioned",
    label: "Someone mentions you",
    help: "With @ and your name, in a comment of a change request.",
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

type Props = { muted: readonly MailKind[]; isMailSetUp: boolean; workspaces: readonly WeekWorkspace[] };

/** The e-mails that a person receives. Each choice is saved at once. */
export function MailSection({ muted: before, isMailSetUp, workspaces }: Props) {
  const [isReading, setReading] = useState(false);
  const [muted, setMuted] = useState(before);
  const [isSaving, startSaving] = useTransition();
  const choose = (kind: MailKind, isOn: boolean) => {
    const next = isOn ? muted.filter((one) => one !== kind) : [...muted, kind];
    setMuted(next);
    startSaving(async () => {
      const result = await reach(() => chooseMails({ muted: next }));
      if (result.ok) return;
      setMuted(muted);
      toast({ title: "Your choice was not saved.", detail: result.error.message, tone: "failed" });
    });
  };
  return (
    <fieldset aria-busy={isSaving || undefined} className="grid max-w-[62ch] gap-2">
      <legend className="sr-only">E-mails you receive</legend>
      {isMailSetUp ? null : (
        <p className="mb-1 text-fg-muted">
          This server does not send e-mail yet. Reviews and mentions are in your inbox.
        </p>
      )}
      {kinds.map(({ kind, label, help }) => (
        <Checkbox
          key={kind}
          label={label}
          help={help}
          checked={!muted.includes(kind)}
          disabled={isSaving}
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

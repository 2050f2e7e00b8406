"use client";

import { Check, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useShortcut } from "@/components/layout/use-shortcut";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { Tag } from "@/components/ui/tag";
import { useAction } from "@/components/ui/use-action";
import type { MarksView } from "@/lib/requests/queries/marks";
import { useWorkspace } from "../../_components/use-workspace";
import { changeMarks, deleteNote, writeNote } from "../actions";
import { Notes } from "./pane-notes";
import { PaneSection } from "./pane-section";
import type { OpenRequest } from "./use-request";

type Props = {
  request: OpenRequest;
  onChange: (marks: MarksView) => void;
  onReview: (isReviewed: boolean) => void;
};

/** Labels, assigned reviewers and notes of a request. */
export function PaneMarks({ request, onChange, onReview }: Props) {
  const workspace = useWorkspace();
  const { marks, canWrite, interaction } = request;
  const place = { workspace, interactionId: interaction.interactionId };
  const [note, setNote] = useState("");
  const change = useAction({ run: changeMarks, onDone: onChange });
  const review = useAction({
    run: changeMarks,
    onDone: (next: MarksView) => {
      onChange(next);
      onReview(next.reviewed !== null);
    },
  });
  const mayReview = canWrite && marks.review !== null && !review.isBusy;
  useShortcut("r", () => review.start({ ...place, isReviewed: true }), mayReview);
  const removal = useAction({ run: deleteNote, onDone: onChange });
  const writing = useAction({
    run: writeNote,
    onDone: (next: MarksView) => {
      setNote("");
      onChange(next);
    },
  });
  const failure = change.failure ?? review.failure ?? writing.failure ?? removal.failure;
  return (
    <PaneSection
      title={
        <>
          Notes <span className="font-normal text-fg-muted tabular-nums">{marks.notes.length || ""}</span>
        </>
      }
    >
      <Labels marks={marks} canWrite={canWrite} onSet={(labels) => change.start({ ...place, labels })} />
      <Review
        request={request}
        isBusy={review.isBusy}
        onAsk={(reviewerId) => review.start({ ...place, reviewerId })}
        onDone={(isReviewed) => review.start({ ...place, isReviewed })}
      />
      <Notes
        request={request}
        isWriting={writing.isBusy}
        note={note}
        onNote={setNote}
        onWrite={(body) => writing.start({ ...place, body })}
        onRemove={(id) => removal.start({ ...place, id })}
      />
      {failure ? (
        <p role="alert" className="mt-2 text-negative">
          {failure.message}
        </p>
      ) : null}
    </PaneSection>
  );
}

function Labels({
  marks: { labels },
  canWrite,
  onSet,
}: {
  marks: MarksView;
  canWrite: boolean;
  onSet: (labels: string[]) => void;
}) {
  const [text, setText] = useState("");
  if (!canWrite && labels.length === 0) return null;
  const add = (event: FormEvent) => {
    event.preventDefault();
    const label = text.trim().toLowerCase();
    setText("");
    if (label !== "" && !labels.includes(label)) onSet([...labels, label]);
  };
  return (
    <form onSubmit={add} className="flex flex-wrap items-center gap-1.5">
      {labels.map((label) => (
        <Tag key={label}>
          {label}
          {canWrite ? (
            <button
              type="button"
              aria-label={`Remove the label ${label}`}
              onClick={() => onSet(labels.filter((one) => one !== label))}
            >
              <X className="size-3" />
            </button>
          ) : null}
        </Tag>
      ))}
      {canWrite ? (
        <input
          aria-label="Add a label"
          placeholder="Add a label"
          value={text}
          maxLength={60}
          onChange={(event) => setText(event.target.value)}
          className="h-7 w-32 rounded-md bg-transparent px-1.5 placeholder:text-fg-subtle max-md:h-10"
        />
      ) : null}
    </form>
  );
}

type ReviewProps = {
  request: OpenRequest;
  isBusy: boolean;
  onAsk: (reviewerId: string | null) => void;
  onDone: (isReviewed: boolean) => void;
};

function Review({ request: { marks, members, canWrite }, isBusy, onAsk, onDone }: ReviewProps) {
  const { review, reviewed } = marks;
  if (reviewed)
    return (
      <p className="mt-2 flex items-center gap-1.5 text-fg-muted">
        <Check className="size-3.5 text-positive" />
        {`Reviewed by ${reviewed.by}`} <RelativeTime at={reviewed.at} ago />
      </p>
    );
  if (review)
    return (
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <span className="text-fg-muted">{`${review.askedBy} asked ${review.reviewer ?? "someone"} to review it.`}</span>
        {canWrite ? (
          <>
            <Button
              size="sm"
              icon={<Check className="size-3.5" />}
              busy={isBusy && "Saving"}
              onClick={() => onDone(true)}
            >
              Mark as reviewed <Kbd keys={["R"]} className="max-md:hidden" />
            </Button>
            <Button size="sm" variant="quiet" onClick={() => onAsk(null)}>
              Withdraw
            </Button>
          </>
        ) : null}
      </div>
    );
  if (!canWrite || members.length === 0) return null;
  return (
    <Select
      aria-label="Ask someone to review it"
      size="sm"
      value=""
      onChange={(event) => event.target.value && onAsk(event.target.value)}
      options={[
        { value: "", label: "Ask someone to review it" },
        ...members.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      className="mt-2 w-60"
    />
  );
}

"use client";

import { Check, ListPlus, MessageSquare, Tag, UserCheck } from "lucide-react";
import { type ReactElement, useCallback, useEffect, useRef, useState } from "react";
import { useShortcut } from "@/components/layout/use-shortcut";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { ChosenBar } from "@/components/ui/chosen-bar";
import { cn } from "@/components/ui/cn";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { lateDialog } from "@/components/ui/late-dialog";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRead } from "@/components/ui/use-read";
import { leftOutWords } from "@/lib/evaluation/suites/left-out-words";
import type { RequestView } from "@/lib/requests/queries/requests";
import { AddToSuite } from "../../_components/add-to-suite";
import { useWorkspace } from "../../_components/use-workspace";
import { changeMarksOfMany, readRequestChoices } from "../actions";

const NoteDialog = lateDialog(() => import("./note-dialog").then((module) => module.NoteDialog));

type Person = { id: string; name: string };
type Choices = { suites: { id: string; name: string }[]; members: Person[]; mentionable: Person[] };
type Props = {
  requests: readonly RequestView[];
  canKeep: boolean;
  canWrite: boolean;
  onLabelled: (interactionIds: readonly string[], labels: readonly string[]) => void;
  onNoted: (interactionIds: readonly string[]) => void;
  /** Reviews were asked for or done. */
  onReview: (interactionIds: readonly string[], isReviewed: boolean) => void;
  /** Selects only these. */
  onKeep: (interactionIds: readonly string[]) => void;
  onClear: () => void;
};
type Marked = { marked: readonly string[]; skipped: readonly { interactionId: string; message: string }[] };

const mostAtOnce = 200;
/** As many as the link of a mention can name. */
const mostWithNote = 100;
const stayWords = (count: number) => (count === 1 ? "It stays selected." : "They stay selected.");
const counted = (count: number) => (count === 1 ? "one request" : `${count} requests`);

/**
 * Actions for the selected requests: add them to a suite, label them, write a note about all of them, ask for a review,
 * mark them as reviewed.
 */
export function ChosenRequests({ requests, canKeep, canWrite, onLabelled, onNoted, onReview, onKeep, onClear }: Props) {
  const workspace = useWorkspace();
  const [dialog, setDialog] = useState<"suite" | "label" | "note" | "review" | null>(null);
  const count = requests.length;
  const interactionIds = requests.map(({ interactionId }) => interactionId);
  const [prompt = "", another] = [...new Set(requests.map((request) => request.prompt))];
  /** Requests that were left out stay selected. */
  const keep = (skipped: Marked["skipped"]) =>
    skipped.length > 0 ? onKeep(skipped.map(({ interactionId }) => interactionId)) : onClear();
  const done = ({ marked, skipped }: Marked, words: string) => {
    setDialog(null);
    keep(skipped);
    const title = `${marked.length === 1 ? "One request is" : `${marked.length || "No"} requests are`} ${words}.`;
    if (skipped.length === 0) toast({ title, seconds: 4 });
    else toast({ title, detail: `${leftOutWords(skipped)} ${stayWords(skipped.length)}`, tone: "failed" });
  };
  const looked = useAction({
    run: changeMarksOfMany,
    onDone: (marked) => {
      done(marked, "marked as reviewed");
      onReview(marked.marked, true);
    },
    failed: "The requests were not marked.",
  });
  const leftOut = useRef<Marked["skipped"]>([]);
  const close = useCallback(() => setDialog(null), []);
  const closeSuite = () => {
    close();
    if (leftOut.current.length > 0) keep(leftOut.current);
    leftOut.current = [];
  };
  const openNote = () => setDialog("note");
  useShortcut("n", openNote, canWrite && dialog === null && count <= mostWithNote);
  const tooMany = count > mostAtOnce && `Select at most ${mostAtOnce}`;
  const act = (icon: ReactElement, words: string, onClick: () => void, off: string | false = tooMany) => (
    <Button variant="quiet" icon={icon} onClick={onClick} off={off} className={cn(!off && "text-fg", "max-md:px-2.5")}>
      {words}
    </Button>
  );
  return (
    <>
      <ChosenBar label="Selected requests" count={count} onClear={onClear}>
        {canKeep
          ? act(
              <ListPlus />,
              "Add to suite",
              () => setDialog("suite"),
              tooMany || (another !== undefined && "Select requests of one prompt"),
            )
          : null}
        {canWrite ? (
          <>
            {act(<Tag />, "Label", () => setDialog("label"))}
            {act(<MessageSquare />, "Note", openNote, count > mostWithNote && `Select at most ${mostWithNote}`)}
            {act(<UserCheck />, "Ask for review", () => setDialog("review"))}
            {act(<Check />, "Mark as reviewed", () => looked.start({ workspace, interactionIds, isReviewed: true }))}
          </>
        ) : null}
      </ChosenBar>
      {dialog === "label" ? (
        <LabelDialog
          interactionIds={interactionIds}
          onClose={close}
          onDone={(marked, labels) => {
            onLabelled(marked.marked, labels);
            done(marked, "labelled");
          }}
        />
      ) : null}
      {dialog === "suite" || dialog === "note" || dialog === "review" ? (
        <WithChoices prompt={prompt} onClose={close}>
          {(choices) =>
            dialog === "suite" ? (
              <Dialog
                open
                onOpenChange={(isOpen) => isOpen || closeSuite()}
                title={`Add ${counted(count)} to a suite`}
                description={`The inputs become cases of ${prompt}, without expected answers.`}
                actions={
                  <DialogClose>
                    <Button variant="quiet">Close</Button>
                  </DialogClose>
                }
              >
                <AddToSuite
                  prompt={prompt}
                  interactionIds={interactionIds}
                  suites={choices.suites}
                  onAdded={(skipped) => {
                    leftOut.current = skipped;
                  }}
                />
              </Dialog>
            ) : dialog === "note" ? (
              <NoteDialog
                interactionIds={interactionIds}
                people={choices.mentionable}
                onClose={close}
                onDone={(marked) => {
                  onNoted(marked.marked);
                  done(marked, "noted");
                }}
              />
            ) : (
              <ReviewDialog
                interactionIds={interactionIds}
                members={choices.members}
                onClose={close}
                onDone={(marked) => {
                  done(marked, "in the queue to review");
                  onReview(marked.marked, false);
                }}
              />
            )
          }
        </WithChoices>
      ) : null}
    </>
  );
}

type ChoicesProps = {
  prompt: string;
  onClose: () => void;
  children: (choices: Choices) => ReactElement;
};

/** Loads the suites and members that a dialog offers, once. */
function WithChoices({ prompt, onClose, children }: ChoicesProps) {
  const workspace = useWorkspace();
  const { data: choices, failure } = useRead(readRequestChoices, { workspace, prompt });
  useEffect(() => {
    if (!failure) return;
    toast({ tone: "failed", title: "The choices could not be loaded.", detail: failure.message });
    onClose();
  }, [failure, onClose]);
  return choices ? children(choices) : null;
}

type DialogProps = { interactionIds: string[]; onClose: () => void };
type LabelDialogProps = DialogProps & { onDone: (marked: Marked, labels: string[]) => void };

function LabelDialog({ interactionIds, onClose, onDone }: LabelDialogProps) {
  const workspace = useWorkspace();
  const [text, setText] = useState("");
  const labels = [...new Set(text.split(",").map((label) => label.trim().toLowerCase()))].filter(Boolean);
  return (
    <ActionDialog
      title={`Label ${counted(interactionIds.length)}`}
      description="Labels are added to those that each request has."
      act="Add labels"
      acting="Adding"
      check={() => (labels.length > 0 ? true : "Write a label.")}
      run={() => changeMarksOfMany({ workspace, interactionIds, addLabels: labels })}
      onClose={onClose}
      onDone={(marked) => onDone(marked, labels)}
    >
      <Field label="Labels" help="Separate several with commas.">
        <Input value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" autoFocus />
      </Field>
    </ActionDialog>
  );
}

type ReviewDialogProps = DialogProps & { members: Choices["members"]; onDone: (marked: Marked) => void };

function ReviewDialog({ interactionIds, members, onClose, onDone }: ReviewDialogProps) {
  const workspace = useWorkspace();
  const [reviewerId, setReviewerId] = useState(members[0]?.id ?? "");
  return (
    <ActionDialog
      title={`Ask someone to review ${counted(interactionIds.length)}`}
      description="They stay in the review queue until someone has reviewed them."
      act="Ask for review"
      acting="Asking"
      run={() => changeMarksOfMany({ workspace, interactionIds, reviewerId })}
      onClose={onClose}
      onDone={onDone}
    >
      <Field label="Who">
        <Select
          value={reviewerId}
          onChange={(event) => setReviewerId(event.target.value)}
          options={members.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Field>
    </ActionDialog>
  );
}

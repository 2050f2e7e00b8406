"use client";

import { useState } from "react";
import { useRouter } from "@/components/layout/use-router";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/text-link";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { askForReview } from "../changes/actions";
import { changePath } from "./change-words";
import { ReviewerPicker } from "./reviewer-picker";

export type AskReviewDialogProps = {
  workspace: string;
  name: string;
  version: number;
  environment: string;
  /** How many approvals the environment asks for; 0 is none. */
  requiredApprovals: number;
  /** What the version's author said of it: the title to begin with. */
  message: string;
  onClose: () => void;
  /** Past the approvals, for those who may. */
  onOverride?: (() => void) | undefined;
};

const approvals = (count: number) => (count === 1 ? "one approval" : `${count} approvals`);

/** Asks others to read a version before it goes live somewhere. */
export function AskReviewDialog(props: AskReviewDialogProps) {
  const { workspace, name, version, environment, requiredApprovals, message, onClose, onOverride } = props;
  const title = useCheckedValue(message.slice(0, 200), (value) =>
    value.trim() ? null : "Describe the change in a few words.",
  );
  const [description, setDescription] = useState("");
  const [reviewers, setReviewers] = useState<readonly string[]>([]);
  const router = useRouter();

  return (
    <ActionDialog
      onClose={onClose}
      title={`Ask for a review of v${version}`}
      description={
        requiredApprovals > 0
          ? `${environment} asks for ${approvals(requiredApprovals)} by somebody else. Nothing changes for people until it is promoted.`
          : `Somebody who may promote to ${environment} reads it. Nothing changes for people until it is promoted.`
      }
      note={onOverride ? <LinkButton onClick={onOverride}>Promote without the approvals</LinkButton> : null}
      act="Ask for review"
      acting="Asking"
      check={title.isFine}
      run={() =>
        askForReview({
          workspace,
          name,
          version,
          environment,
          title: title.value,
          description,
          reviewers: [...reviewers],
        })
      }
      onDone={(request) => router.push(changePath(workspace, request.number))}
    >
      <Field label="Title" help="What changes for people, in a few words." error={title.error}>
        <Input {...title.props} maxLength={200} />
      </Field>
      <Field label="Description" note="optional" help="Why, and what reviewers should look at.">
        <Textarea
          value={description}
          onChange={(event) => setDescription(event.target.value)}
          maxLength={10_000}
          rows={4}
        />
      </Field>
      <ReviewerPicker workspace={workspace} environment={environment} chosen={reviewers} onChange={setReviewers} />
    </ActionDialog>
  );
}

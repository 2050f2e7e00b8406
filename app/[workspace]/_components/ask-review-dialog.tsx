"use client";

import * as z from "zod/mini";
import { useRouter } from "@/components/layout/use-router";
import { FormDialog } from "@/components/ui/form-dialog";
import { LinkButton } from "@/components/ui/text-link";
import { useForm } from "@/components/ui/use-form";
import { askForReview } from "../changes/actions";
import { changePath } from "./paths";
import { RequestWords, requestWords } from "./request-fields";
import { ReviewerPicker } from "./reviewer-picker";
import { useWorkspace } from "./use-workspace";

export type AskReviewDialogProps = {
  name: string;
  version: number;
  environment: string;
  /** The number of approvals that the environment requires. 0 means none. */
  requiredApprovals: number;
  /** The message of the version. It is the initial title. */
  message: string;
  onClose: () => void;
  /** Overrides missing approvals, for people who may. */
  onOverride: (() => void) | undefined;
};

const schema = z.extend(requestWords, { reviewers: z.array(z.string()) });

const approvals = (count: number) => (count === 1 ? "one approval" : `${count} approvals`);

/** Asks people to review a version before it is released in an environment. */
export function AskReviewDialog(props: AskReviewDialogProps) {
  const workspace = useWorkspace();
  const { name, version, environment, requiredApprovals, message, onClose, onOverride } = props;
  const router = useRouter();
  const form = useForm({
    schema,
    values: { title: message.slice(0, 200), description: "", reviewers: [] },
    run: (sent) => askForReview({ workspace, name, version, environment, ...sent }),
    onDone: (request) => router.push(changePath(workspace, request.number)),
  });

  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={`Ask for a review of v${version}`}
      description={
        requiredApprovals > 0
          ? `Promoting to ${environment} requires ${approvals(requiredApprovals)} from someone else. Users are not affected until it is promoted.`
          : `Someone who can promote to ${environment} reviews it. Users are not affected until it is promoted.`
      }
      note={onOverride ? <LinkButton onClick={onOverride}>Promote without the approvals</LinkButton> : null}
      act="Ask for review"
      acting="Asking"
    >
      <RequestWords form={form} />
      <ReviewerPicker
        environment={environment}
        chosen={form.watch("reviewers")}
        onChange={(reviewers) => form.setValue("reviewers", [...reviewers])}
      />
    </FormDialog>
  );
}

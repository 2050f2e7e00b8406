"use client";

import { useId } from "react";
import { Field } from "@/components/ui/field";
import { useKeptText } from "@/components/ui/kept-text";
import { MentionTextarea } from "@/components/ui/mention-textarea";
import type { ActionResult } from "@/lib/api/action";
import { useChange } from "./change-context";
import { WritingForm } from "./writing-form";

type Props = {
  /** The storage key of the text until it is sent. */
  keptAs: string;
  label: string;
  /** The label of the button: "Comment", "Answer". */
  word: string;
  /** Sends the comment. The text is kept until this succeeds. */
  onSend: (body: string) => Promise<ActionResult<unknown>>;
  /** The title of the toast if sending fails. */
  failed: string;
  /** What screen readers are told when it is sent. */
  done: string;
  onCancel: () => void;
};

/** A form for a comment. */
export function CommentForm({ keptAs, label, word, onSend, failed, done, onCancel }: Props) {
  const { act, busy, mentionable } = useChange();
  const id = useId();
  const [body, setBody, forget] = useKeptText(keptAs);
  const close = () => {
    forget();
    onCancel();
  };
  const send = async () => {
    if (busy || !body.trim()) return;
    if (await act(id, () => onSend(body.trim()), failed, done)) close();
  };
  return (
    <WritingForm
      word={word}
      isSending={busy === id}
      off={body.trim() ? null : "Enter some text first."}
      isEmpty={!body.trim()}
      onSend={() => void send()}
      onClose={close}
    >
      <Field label={label} hideLabel>
        <MentionTextarea
          people={mentionable}
          autoFocus
          rows={3}
          maxLength={10_000}
          value={body}
          placeholder={`${label}. Type @ to mention someone.`}
          onText={setBody}
        />
      </Field>
    </WritingForm>
  );
}

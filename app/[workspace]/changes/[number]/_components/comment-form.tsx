"use client";

import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { useKeptText } from "@/components/ui/kept-text";
import { MentionTextarea } from "@/components/ui/mention-textarea";
import type { ActionResult } from "@/lib/api/action";
import { useChange } from "./change-context";

type Props = {
  /** Under what the text is kept until it is sent. */
  keptAs: string;
  label: string;
  /** The word on the button: "Comment", "Answer". */
  word: string;
  /** Sends it. The text stays until it has arrived. */
  onSend: (body: string) => Promise<ActionResult<unknown>>;
  /** The title of the toast when it did not arrive. */
  failed: string;
  onCancel: () => void;
};

/** A form for a comment: ⌘⏎ sends it, Escape closes an empty one. */
export function CommentForm({ keptAs, label, word, onSend, failed, onCancel }: Props) {
  const { act, busy, mentionable } = useChange();
  const id = useId();
  const [body, setBody, forget] = useKeptText(keptAs);
  const close = () => {
    forget();
    onCancel();
  };
  const send = async () => {
    if (busy || !body.trim()) return;
    if (await act(id, () => onSend(body.trim()), failed)) close();
  };
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Field label={label} hideLabel>
        <MentionTextarea
          people={mentionable}
          autoFocus
          rows={3}
          maxLength={10_000}
          value={body}
          placeholder={`${label}. @ mentions somebody.`}
          onText={setBody}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
              event.preventDefault();
              void send();
            }
            if (event.key === "Escape" && !body.trim()) close();
          }}
        />
      </Field>
      <div className="flex gap-2">
        <Button
          type="submit"
          size="sm"
          variant="primary"
          busy={busy === id && "Sending"}
          off={body.trim() ? null : "Enter a text first."}
        >
          {word}
        </Button>
        <Button size="sm" variant="quiet" onClick={close}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

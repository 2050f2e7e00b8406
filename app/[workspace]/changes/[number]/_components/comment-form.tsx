"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";

type Props = {
  label: string;
  /** The word on the button: "Comment", "Answer". */
  word: string;
  /** Sends it; whether it arrived. What was written stays until it has. */
  onSend: (body: string) => Promise<boolean>;
  onCancel: () => void;
};

/** Writes a remark: ⌘⏎ sends it, Escape gives an empty one up. */
export function CommentForm({ label, word, onSend, onCancel }: Props) {
  const [body, setBody] = useState("");
  const [isBusy, setBusy] = useState(false);
  const send = async () => {
    if (isBusy || !body.trim()) return;
    setBusy(true);
    const isSent = await onSend(body.trim());
    setBusy(false);
    if (isSent) onCancel();
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
        <Textarea
          autoFocus
          rows={3}
          maxLength={10_000}
          value={body}
          placeholder={label}
          onChange={(event) => setBody(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
              event.preventDefault();
              void send();
            }
            if (event.key === "Escape" && !body.trim()) onCancel();
          }}
        />
      </Field>
      <div className="flex gap-2">
        <Button
          type="submit"
          size="sm"
          variant="primary"
          busy={isBusy && "Sending"}
          off={body.trim() ? null : "Write something first."}
        >
          {word}
        </Button>
        <Button size="sm" variant="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

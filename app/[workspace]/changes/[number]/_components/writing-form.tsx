import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

type Props = {
  /** The label of the button: "Comment", "Reply", "Suggest". */
  word: string;
  isSending: boolean;
  /** Why the text cannot be sent yet. Null if it can. */
  off: string | null;
  /** Whether the form contains nothing that closing would lose. */
  isEmpty: boolean;
  onSend: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** A form for a comment. ⌘⏎ sends it. Escape closes it if it is empty. */
export function WritingForm({ word, isSending, off, isEmpty, onSend, onClose, children }: Props) {
  return (
    <form
      data-typed-ahead=""
      className="grid gap-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
          event.preventDefault();
          onSend();
        }
        if (event.key === "Escape" && isEmpty) onClose();
      }}
    >
      {children}
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant="primary" busy={isSending && "Sending"} off={off}>
          {word}
        </Button>
        <Button size="sm" variant="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

type Props = {
  /** The word on the button: "Comment", "Reply", "Suggest". */
  word: string;
  isSending: boolean;
  /** Why it cannot be sent yet. */
  off: string | null;
  /** Whether nothing is lost when it closes. */
  isEmpty: boolean;
  onSend: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** A form for a remark: ⌘⏎ sends it, Escape closes an empty one. */
export function WritingForm({ word, isSending, off, isEmpty, onSend, onClose, children }: Props) {
  return (
    <form
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

import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Field } from "@/components/ui/field";
import { MentionTextarea } from "@/components/ui/mention-textarea";
import type { MarkedRequests } from "@/lib/requests/commands/mark-requests";
import { useWorkspace } from "../../_components/use-workspace";
import { writeNotes } from "../actions";

type Props = {
  interactionIds: string[];
  people: readonly { id: string; name: string }[];
  onClose: () => void;
  onDone: (marked: MarkedRequests) => void;
};

/** Writes the same note about several requests. */
export function NoteDialog({ interactionIds, people, onClose, onDone }: Props) {
  const workspace = useWorkspace();
  const [body, setBody] = useState("");
  const count = interactionIds.length;
  return (
    <ActionDialog
      title={count === 1 ? "Write a note about one request" : `Write a note about ${count} requests`}
      description="The note appears with each of them. People whom it mentions are told once."
      act="Add note"
      acting="Adding"
      check={() => (body.trim() === "" ? "Write a note." : true)}
      run={() => writeNotes({ workspace, interactionIds, body })}
      onClose={onClose}
      onDone={onDone}
    >
      <Field label="Note" help="Type @ to mention someone.">
        <MentionTextarea people={people} rows={3} maxLength={5_000} value={body} onText={setBody} autoFocus />
      </Field>
    </ActionDialog>
  );
}

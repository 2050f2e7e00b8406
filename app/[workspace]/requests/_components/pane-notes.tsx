import { X } from "lucide-react";
import { type KeyboardEvent, useEffect } from "react";
import { useRouter } from "@/components/layout/use-router";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { MentionTextarea } from "@/components/ui/mention-textarea";
import { reach } from "@/components/ui/reach";
import { RelativeTime } from "@/components/ui/relative-time";
import { useWorkspace } from "../../_components/use-workspace";
import { WrittenText } from "../../_components/written-text";
import { seeNotes } from "../actions";
import type { OpenRequest } from "./use-request";

type Props = {
  request: OpenRequest;
  note: string;
  onNote: (note: string) => void;
  isWriting: boolean;
  onWrite: (body: string) => void;
  onRemove: (id: string) => void;
};

/** The notes about a request, and a field for another one. */
export function Notes({ request, note, onNote, isWriting, onWrite, onRemove }: Props) {
  const { marks, canWrite, readers, mentionable } = request;
  useSeen(request);
  const isEmpty = note.trim() === "";
  const write = () => {
    if (!isEmpty && !isWriting) onWrite(note);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    write();
  };
  return (
    <>
      {marks.notes.length > 0 ? (
        <ul className="mt-3 grid gap-2.5">
          {marks.notes.map(({ id, author, at, body, isMine }) => (
            <li key={id} className="grid grid-cols-[20px_minmax(0,1fr)_auto] gap-2.5">
              <Avatar name={author} size={20} silent />
              <div>
                <b className="font-medium">{author}</b> <RelativeTime at={at} className="text-12 text-fg-subtle" />
                <WrittenText text={body} people={readers} />
              </div>
              {isMine && canWrite ? (
                <IconButton
                  size="sm"
                  label="Remove this note"
                  icon={<X className="size-3.5" />}
                  onClick={() => onRemove(id)}
                />
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {canWrite ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            write();
          }}
          className="mt-3 grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2"
        >
          <MentionTextarea
            aria-label="Add a note"
            placeholder="Add a note, @ to mention"
            people={mentionable}
            rows={1}
            className="min-h-8 [field-sizing:content] max-md:min-h-10"
            value={note}
            maxLength={5_000}
            onText={onNote}
            onKeyDown={onKeyDown}
          />
          <Button type="submit" busy={isWriting && "Adding"} off={isEmpty}>
            Add
          </Button>
        </form>
      ) : null}
    </>
  );
}

/** Takes a note that mentions this person out of their inbox, once the request is shown. */
function useSeen({ hasMention, interaction: { interactionId } }: OpenRequest): void {
  const workspace = useWorkspace();
  const router = useRouter();
  useEffect(() => {
    if (!hasMention) return;
    void reach(() => seeNotes({ workspace, interactionId })).then(({ ok }) => ok && router.refresh());
  }, [hasMention, workspace, interactionId, router]);
}

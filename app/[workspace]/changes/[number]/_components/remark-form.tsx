import { useEffect, useState } from "react";
import type { DiffPlace } from "@/components/diff/types";
import { readKept } from "@/components/ui/kept-text";
import { Segmented } from "@/components/ui/segmented";
import { comment } from "../../actions";
import { useChange, useKeptKey } from "./change-context";
import { CommentForm } from "./comment-form";
import { SuggestForm } from "./suggest-form";

/** A form for a comment or a suggestion on a line or a whole text. */
export function RemarkForm({
  place,
  text,
  onClose,
}: {
  place: DiffPlace;
  text: string | undefined;
  onClose: () => void;
}) {
  const { workspace, request } = useChange();
  const [kind, setKind] = useState<"comment" | "suggest">("comment");
  const { number, version, baseVersion, status } = request;
  const { anchor, side, line } = place;
  const keptComment = useKeptKey(anchor, side, line, "comment");
  const keptSuggestion = useKeptKey(anchor, line, version, "suggest");
  // Reopens the suggestion form if an unsent suggestion was kept.
  useEffect(() => {
    if (readKept(keptSuggestion) !== null) setKind("suggest");
  }, [keptSuggestion]);
  const maySuggest = text !== undefined && status !== "released" && status !== "closed";
  return (
    <div className="grid gap-2.5 rounded-lg border border-line-strong bg-surface-raised p-3">
      {maySuggest ? (
        <Segmented
          label="What you write"
          value={kind}
          onChange={setKind}
          className="justify-self-start"
          options={[
            { value: "comment", label: "Comment" },
            { value: "suggest", label: "Suggest a change" },
          ]}
        />
      ) : null}
      {kind === "suggest" && maySuggest ? (
        <SuggestForm place={place} text={text} keptAs={keptSuggestion} onClose={onClose} />
      ) : (
        <CommentForm
          keptAs={keptComment}
          label={line === null ? "Your comment" : `Your comment on line ${line}`}
          word="Comment"
          failed="The comment was not sent."
          onSend={(body) =>
            comment({
              workspace,
              number,
              body,
              pointer: anchor,
              version: side === "after" ? version : (baseVersion ?? version),
              ...(line !== null && { line }),
            })
          }
          onCancel={onClose}
        />
      )}
    </div>
  );
}

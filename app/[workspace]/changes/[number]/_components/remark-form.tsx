import { useEffect, useState } from "react";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { readKept, useKeptText } from "@/components/ui/kept-text";
import { MentionTextarea } from "@/components/ui/mention-textarea";
import { Segmented } from "@/components/ui/segmented";
import type { DiffPlace } from "@/lib/registry/diff-lines";
import { comment, suggest } from "../../actions";
import { useChange, useKeptKey } from "./change-context";
import { CommentForm } from "./comment-form";
import { WritingForm } from "./writing-form";

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
          done="The comment is sent."
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

type Props = { place: DiffPlace; text: string; keptAs: string; onClose: () => void };

/** A form that suggests a new text for a line or a whole text. Each line that differs becomes a separate suggestion. */
function SuggestForm({ place, text, keptAs, onClose }: Props) {
  const { workspace, request, mentionable, act, busy } = useChange();
  const { number, version } = request;
  const { anchor, line } = place;
  const lines = text.split("\n");
  const before = line === null ? text : (lines[line - 1] ?? "");
  const [after, setAfter, forgetAfter] = useKeptText(keptAs, before);
  const [body, setBody, forgetBody] = useKeptText(useKeptKey(anchor, line, version, "why"));
  const close = () => {
    forgetAfter();
    forgetBody();
    onClose();
  };
  const name = `suggest ${anchor} ${line}`;
  const isSame = after === before;
  const send = async () => {
    if (busy || isSame) return;
    // An emptied line is removed.
    const own = after === "" ? [] : [after];
    const whole = line === null ? after : lines.toSpliced(line - 1, 1, ...own).join("\n");
    const input = {
      workspace,
      number,
      version,
      pointer: anchor,
      text: whole,
      ...(body.trim() && { body: body.trim() }),
    };
    if (await act(name, () => suggest(input), "The suggestion was not sent.", "The suggestion is sent.")) close();
  };
  return (
    <WritingForm
      word="Suggest"
      isSending={busy === name}
      off={isSame ? "Change the text first." : null}
      isEmpty={isSame && !body.trim()}
      onSend={() => void send()}
      onClose={close}
    >
      <Field
        label={line === null ? "The text as it should be" : `Line ${line} as it should be`}
        help={
          line === null ? "Every line you change can be accepted on its own." : "Leave it empty to remove the line."
        }
      >
        <Textarea
          autoFocus
          rows={line === null ? Math.min(16, lines.length + 1) : 3}
          className="max-h-96 font-mono text-12 [field-sizing:content]"
          value={after}
          onChange={(event) => setAfter(event.target.value)}
        />
      </Field>
      <Field label="Why" note="optional">
        <MentionTextarea
          people={mentionable}
          rows={1}
          className="min-h-8 [field-sizing:content]"
          maxLength={2000}
          value={body}
          onText={setBody}
        />
      </Field>
    </WritingForm>
  );
}

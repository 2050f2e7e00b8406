"use client";

import { useEffect, useId, useState } from "react";
import { ActorName } from "@/app/[workspace]/_components/actor-name";
import { Avatar } from "@/components/ui/avatar";
import { readKept } from "@/components/ui/kept-text";
import { MaskIcon } from "@/components/ui/mask-icon";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton } from "@/components/ui/text-link";
import { TypedAhead } from "@/components/ui/typed-ahead";
import type { CommentView } from "@/lib/registry/change-request-views";
import { isSamePerson } from "@/lib/registry/reviews-state";
import type { Thread } from "@/lib/registry/reviews-threads";
import { comment, reopenRemark, resolveRemark } from "../../actions";
import { useChange, useKeptKey } from "./change-context";
import { commentForm } from "./late-forms";
import { RemarkText } from "./remark-text";
import { SuggestionActs } from "./suggestion";

function Remark({ remark }: { remark: CommentView }) {
  const { suggested } = useChange();
  return (
    <div id={`comment-${remark.id}`} className="grid scroll-mt-32 grid-cols-[20px_minmax(0,1fr)] gap-x-2">
      <Avatar name={remark.author.name} size={20} silent className="mt-px" />
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <ActorName actor={remark.author} className="font-medium" />
          <RelativeTime at={remark.createdAt} className="text-12 text-fg-subtle" />
        </p>
        {suggested[remark.id]}
        {remark.body ? <RemarkText text={remark.body} /> : null}
      </div>
    </div>
  );
}

/** Returns the label of the button that opens a resolved thread. */
function foldedWords(isSuggestion: boolean, answers: number): string {
  if (answers > 0 && !isSuggestion) return `Show ${answers + 1} comments`;
  const replies = answers === 0 ? "" : answers === 1 ? " and its reply" : ` and ${answers} replies`;
  return `Show the ${isSuggestion ? "suggestion" : "comment"}${replies}`;
}

type Props = {
  thread: Thread;
  /** The position in words, for a thread that is not shown at its line. */
  place?: string;
  /** The earlier version that the comment was made on, if the thread moved to a line of this version. */
  from?: number;
};

/** A comment with its replies. A resolved thread is collapsed to one line. */
export function ThreadView({ thread, place, from }: Props) {
  const { workspace, request, rights, act, busy } = useChange();
  const { root, answers } = thread;
  const [isShown, setShown] = useState(false);
  const keptAnswer = useKeptKey("answer", root.id);
  const [isAnswering, setAnswering] = useState(false);
  // Reopens the reply form if an unsent reply was kept.
  useEffect(() => setAnswering(readKept(keptAnswer) !== null), [keptAnswer]);
  const CommentForm = commentForm.use();
  const replyId = useId();
  const endAnswer = () => {
    setAnswering(false);
    requestAnimationFrame(() => document.getElementById(replyId)?.focus());
  };
  const answer = () => {
    commentForm.need(endAnswer);
    setAnswering(true);
  };
  const { number } = request;
  const maySettle = rights.canWrite || isSamePerson(rights.me, root.author);
  const isResolved = root.resolvedAt !== null;
  const { suggestion } = root;
  const send = (body: string) => comment({ workspace, number, body, replyTo: root.id });
  const settle = async () => {
    const run = isResolved ? reopenRemark : resolveRemark;
    const failed = isResolved ? "It was not reopened." : "It was not resolved.";
    const done = isResolved ? "The comment is open again." : "The comment is resolved.";
    const isDone = await act(`settle ${root.id}`, () => run({ workspace, number, id: root.id }), failed, done);
    if (isDone) setShown(false);
  };

  return (
    <section
      aria-label={`${suggestion ? "Suggestion" : "Comment"} by ${root.author.name}`}
      className="grid gap-2.5 rounded-lg border border-line-strong bg-surface-raised p-3 font-sans text-13 leading-5"
    >
      {place ? (
        <div className="text-12 text-fg-muted">
          <p>{place}</p>
          {root.quote ? (
            <p className="mt-1 truncate border-line-strong border-l-2 pl-2 font-mono">{root.quote}</p>
          ) : null}
        </div>
      ) : null}
      {from === undefined ? null : (
        <p className="text-12 text-fg-muted">{`Written for v${from}. The line has not changed.`}</p>
      )}
      {isResolved && !isShown ? (
        <div className="flex flex-wrap items-center gap-x-2 text-fg-muted">
          {suggestion ? (
            <SuggestionActs remark={root} suggestion={suggestion} maySettle={maySettle} />
          ) : (
            <>
              <MaskIcon name="check" className="size-3.5 text-positive" />
              {`Resolved by ${root.resolvedBy}`}
            </>
          )}
          <LinkButton onClick={() => setShown(true)}>{foldedWords(suggestion !== null, answers.length)}</LinkButton>
        </div>
      ) : (
        <>
          {[root, ...answers].map((remark) => (
            <Remark key={remark.id} remark={remark} />
          ))}
          {isAnswering && !CommentForm ? <TypedAhead /> : null}
          {isAnswering && CommentForm ? (
            <CommentForm
              keptAs={keptAnswer}
              label="Your reply"
              word="Reply"
              failed="The reply was not sent."
              done="The reply is sent."
              onSend={send}
              onCancel={endAnswer}
            />
          ) : (
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pl-7">
              {suggestion ? <SuggestionActs remark={root} suggestion={suggestion} maySettle={maySettle} /> : null}
              <LinkButton id={replyId} onClick={answer}>
                Reply
              </LinkButton>
              {maySettle && !suggestion ? (
                <LinkButton onClick={() => void settle()} aria-busy={busy === `settle ${root.id}` || undefined}>
                  {isResolved ? "Reopen" : "Resolve"}
                </LinkButton>
              ) : null}
              {isResolved ? <LinkButton onClick={() => setShown(false)}>Hide</LinkButton> : null}
            </div>
          )}
        </>
      )}
    </section>
  );
}

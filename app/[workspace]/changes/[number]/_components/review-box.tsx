"use client";

import { Check } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { useKeptText } from "@/components/ui/kept-text";
import { MentionTextarea } from "@/components/ui/mention-textarea";
import { LinkButton } from "@/components/ui/text-link";
import { review } from "../../actions";
import { useChange, useKeptKey } from "./change-context";

type ReviewDecision = "approve" | "request_changes" | "comment";

const failed: Record<ReviewDecision, string> = {
  approve: "It was not approved.",
  request_changes: "Nothing was requested.",
  comment: "The comment was not sent.",
};

/** The status of the page says what a decision led to. */
const done: Record<ReviewDecision, string> = { approve: "", request_changes: "", comment: "The comment is sent." };

/** Moves the focus to the text of the review, below the changes. */
export function goToReview() {
  document.querySelector<HTMLElement>("[data-review-text]")?.focus();
}

/** A form that sends a review: a comment, a request for changes, or an approval. */
export function ReviewBox() {
  const { workspace, request, rights, mentionable, act, busy } = useChange();
  const [body, setBody, forget] = useKeptText(useKeptKey("review"));
  const [error, setError] = useState<string | null>(null);
  const form = useRef<HTMLElement>(null);
  const isOpen = request.status !== "released" && request.status !== "closed";
  const { decisionRefusal } = rights;
  const mayJudge = isOpen && !decisionRefusal;
  /** The version that the page showed when it was opened. The page refreshes itself. */
  const [read, setRead] = useState(request.version);
  const isReplaced = mayJudge && read !== request.version;
  const off = isReplaced && `Review v${request.version} first`;

  const send = async (verdict: ReviewDecision) => {
    if (busy) return;
    if (verdict !== "approve" && !body.trim()) {
      setError(verdict === "comment" ? "Write a comment first." : "Describe what should change.");
      form.current?.querySelector("textarea")?.focus();
      return;
    }
    const trimmed = body.trim();
    const { number, version } = request;
    const input = { workspace, number, version, verdict, ...(trimmed && { body: trimmed }) };
    if (await act(verdict, () => review(input), failed[verdict], done[verdict])) forget();
  };

  return (
    <section ref={form} aria-labelledby="review" className="border-line border-t px-6 py-5 max-md:px-4">
      <h2 id="review" className="mb-2 text-14">
        {mayJudge ? "Your review" : "Your comment"}
      </h2>
      <div className="grid max-w-[680px] gap-3">
        <Field
          label="Your comment"
          hideLabel
          error={error}
          help={
            isOpen
              ? (decisionRefusal ?? `A comment on the whole change. For a single line, click its number above.`)
              : undefined
          }
        >
          <MentionTextarea
            data-review-text=""
            people={mentionable}
            rows={3}
            maxLength={10_000}
            value={body}
            placeholder="Write a comment. Type @ to mention someone."
            onText={(next) => {
              setBody(next);
              setError(null);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void send("comment");
            }}
          />
        </Field>
        {isReplaced ? (
          <Callout
            tone="warning"
            live
            action={
              <LinkButton
                onClick={() => {
                  setRead(request.version);
                  document.getElementById("main")?.focus({ preventScroll: true });
                  scrollTo({ top: 0 });
                }}
              >
                {`Review v${request.version}`}
              </LinkButton>
            }
          >
            {`v${request.version} replaced v${read} while this page was open.`}
          </Callout>
        ) : null}
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => void send("comment")} busy={busy === "comment" && "Sending"}>
            Comment
          </Button>
          {mayJudge ? (
            <>
              <Button
                off={off}
                onClick={() => void send("request_changes")}
                busy={busy === "request_changes" && "Asking"}
              >
                Request changes
              </Button>
              <Button
                variant={request.nextStep === "approve" ? "primary" : "default"}
                icon={<Check />}
                off={off}
                onClick={() => void send("approve")}
                busy={busy === "approve" && "Approving"}
              >
                {`Approve v${request.version}`}
              </Button>
            </>
          ) : null}
        </div>
      </div>
    </section>
  );
}

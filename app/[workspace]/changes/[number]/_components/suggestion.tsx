import { Check, Minus } from "lucide-react";
import { LineText } from "@/components/diff/line-text";
import type { DiffLine } from "@/components/diff/types";
import { inOrder } from "@/components/editor/in-order";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/text-link";
import type { CommentView, SuggestionView } from "@/lib/registry/change-request-views";
import { diffText } from "@/lib/registry/text-diff";
import { accept, reopenRemark, resolveRemark } from "../../actions";
import { useChange } from "./change-context";

type Suggestion = { remark: CommentView; suggestion: SuggestionView };

type LineProps = { line: DiffLine; side: "before" | "after"; said?: { before: string; after: string } };

/** A line as it was or as it is, with the changed words. */
export function MarkedLine({ line, side, said = { before: "Instead of", after: "Suggested" } }: LineProps) {
  const isBefore = side === "before";
  return (
    <p className={`grid grid-cols-[18px_minmax(0,1fr)] px-2 py-0.5 ${isBefore ? "bg-diff-del" : "bg-diff-add"}`}>
      <span aria-hidden="true" className={isBefore ? "text-diff-del-mark" : "text-diff-add-mark"}>
        {isBefore ? "−" : "+"}
      </span>
      <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">
        <span className="sr-only">{`${said[side]}: `}</span>
        <LineText line={line} side={side} />
      </span>
    </p>
  );
}

/** The line as it is and as it should be, with the changed words. */
export function SuggestedText({ remark, suggestion }: Suggestion) {
  const { act, text } = suggestion;
  const rows = diffText(act === "insert" ? null : remark.quote, act === "remove" ? null : text).lines;
  return (
    <div className="my-1.5 overflow-hidden rounded-md font-mono text-12 leading-5">
      {inOrder(rows).map(({ key, item: { before, after } }) => (
        <div key={key}>
          {before ? <MarkedLine line={before} side="before" /> : null}
          {after ? <MarkedLine line={after} side="after" /> : null}
        </div>
      ))}
    </div>
  );
}

/** Accept, leave out, or what became of it. */
export function SuggestionActs({ remark, suggestion, maySettle }: Suggestion & { maySettle: boolean }) {
  const { workspace, request, rights, act, busy } = useChange();
  const { state, savedIn } = suggestion;
  const { number, version, status } = request;
  const input = { workspace, number, id: remark.id };
  const isOpen = status !== "released" && status !== "closed" && remark.version === version;
  const undo = (
    <LinkButton onClick={() => void act("undo", () => reopenRemark(input), "It was not undone.")}>Undo</LinkButton>
  );
  if (state === "saved" || state === "accepted")
    return (
      <span className="flex items-center gap-x-2 text-positive">
        <Check aria-hidden="true" className="size-3.5" />
        {state === "saved"
          ? `Accepted by ${remark.resolvedBy}, saved in v${savedIn}`
          : `Accepted by ${remark.resolvedBy}`}
        {state === "accepted" && isOpen && maySettle ? undo : null}
      </span>
    );
  if (state === "declined")
    return (
      <span className="flex items-center gap-x-2 text-fg-muted">
        <Minus aria-hidden="true" className="size-3.5" />
        {`Left out by ${remark.resolvedBy}`}
        {isOpen && maySettle ? undo : null}
      </span>
    );
  if (!isOpen) return <span className="text-fg-muted">{`For v${remark.version}, not decided`}</span>;
  const line = `line ${remark.line}`;
  return (
    <>
      {rights.canWrite ? (
        <Button
          size="sm"
          variant="primary"
          aria-label={`Accept the suggestion for ${line}`}
          busy={busy === `accept ${remark.id}` && "Accepting"}
          onClick={() => void act(`accept ${remark.id}`, () => accept(input), "It was not accepted.")}
        >
          Accept
        </Button>
      ) : null}
      {maySettle ? (
        <Button
          size="sm"
          aria-label={`Leave out the suggestion for ${line}`}
          busy={busy === `decline ${remark.id}` && "Leaving out"}
          onClick={() => void act(`decline ${remark.id}`, () => resolveRemark(input), "It was not left out.")}
        >
          Leave out
        </Button>
      ) : null}
    </>
  );
}

import { Check, Minus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/text-link";
import type { CommentView, SuggestionView } from "@/lib/registry/change-request-views";
import { isLineTaken } from "@/lib/registry/reviews-threads";
import { accept, reopenRemark, resolveRemark } from "../../actions";
import { useChange } from "./change-context";

type Suggestion = { remark: CommentView; suggestion: SuggestionView };

/** The buttons to accept or reject a suggestion, or the decision. */
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
        <Check className="size-3.5" />
        {state === "saved"
          ? `Accepted by ${remark.resolvedBy}, saved in v${savedIn}`
          : `Accepted by ${remark.resolvedBy}`}
        {state === "accepted" && isOpen && maySettle ? undo : null}
      </span>
    );
  if (state === "declined")
    return (
      <span className="flex items-center gap-x-2 text-fg-muted">
        <Minus className="size-3.5" />
        {`Declined by ${remark.resolvedBy}`}
        {isOpen && maySettle ? undo : null}
      </span>
    );
  if (!isOpen) return <span className="text-fg-muted">{`For v${remark.version}, not decided`}</span>;
  const line = `line ${remark.line}`;
  const instead = isLineTaken(remark, request.comments);
  return (
    <>
      {rights.canWrite ? (
        <Button
          size="sm"
          {...(!instead && { variant: "primary" })}
          aria-label={`Accept the suggestion for ${line}${instead ? " instead" : ""}`}
          busy={busy === `accept ${remark.id}` && "Accepting"}
          onClick={() => void act(`accept ${remark.id}`, () => accept({ ...input, instead }), "It was not accepted.")}
        >
          {instead ? "Accept instead" : "Accept"}
        </Button>
      ) : null}
      {maySettle ? (
        <Button
          size="sm"
          aria-label={`Decline the suggestion for ${line}`}
          busy={busy === `decline ${remark.id}` && "Declining"}
          onClick={() => void act(`decline ${remark.id}`, () => resolveRemark(input), "It was not declined.")}
        >
          Decline
        </Button>
      ) : null}
    </>
  );
}

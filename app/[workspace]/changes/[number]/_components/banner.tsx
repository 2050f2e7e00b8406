"use client";

import { ArrowDown, Pencil } from "lucide-react";
import { promptPath, qualityPath } from "@/app/[workspace]/_components/paths";
import { Button } from "@/components/ui/button";
import { MaskIcon } from "@/components/ui/mask-icon";
import { gateBlock } from "@/lib/registry/gate/state-words";
import { bringUpToDate } from "../../actions";
import { useChange } from "./change-context";
import { goToReview } from "./review-box";

type ActsProps = { onRelease: () => void; onAmend: (() => void) | null };
type Props = ActsProps & {
  /** The status and the next step, in words. */
  words: { state: string; next: string };
};

function Acts({ onRelease, onAmend }: ActsProps) {
  const { workspace, request, rights, gate, act, busy } = useChange();
  const { number, status, version, prompt, stage, environment, blockers } = request;
  if (status === "released")
    return (
      <Button icon={<MaskIcon name="activity" />} href={qualityPath(workspace, prompt, { environment })}>
        Live quality
      </Button>
    );
  if (status === "closed") return null;
  if (status === "out_of_date")
    return rights.canWrite ? (
      <Button
        variant="primary"
        busy={busy === "update" && "Comparing"}
        onClick={() => void act("update", () => bringUpToDate({ workspace, number }), "It was not updated.")}
      >
        Update
      </Button>
    ) : null;
  if (status === "changes_requested" && rights.canWrite)
    return onAmend ? (
      <Button variant="primary" onClick={onAmend}>
        Choose a newer version
      </Button>
    ) : (
      <Button icon={<Pencil />} href={promptPath(workspace, prompt, { tab: "edit", from: version })}>
        {`Edit from v${version}`}
      </Button>
    );
  const off = rights.releaseRefusal ?? (blockers.length > 0 ? blockers.join(" ") : null);
  return (
    <Button
      // While a review is pending, a release is possible but is not the expected next step.
      variant={
        status === "waiting" || gateBlock(gate.verdict) ? "default" : stage === "production" ? "live" : "primary"
      }
      iconEnd={<MaskIcon name="arrow-right" />}
      off={off}
      onClick={onRelease}
    >
      {`Promote v${version} to ${environment}`}
    </Button>
  );
}

/** Shows the status and the next step, with the person who must take it, at the top of the page. */
export function Banner({ words, ...acts }: Props) {
  const { request, gate } = useChange();
  const isOpen = request.status === "approved" || request.status === "waiting";
  const block = isOpen ? gateBlock(gate.verdict) : null;
  const isApproved = request.status === "approved";
  const gateWords = block ? "The gate is closed." : `v${request.version} can go live.`;
  return (
    <section
      aria-label="Status"
      className="flex items-start justify-between gap-6 border-line border-b bg-surface-sunken px-6 py-5 max-md:grid max-md:gap-4 max-md:px-4"
    >
      <div role="status" className="min-w-0 max-w-[62ch]">
        <h2 className="font-semibold text-24 leading-[30px] tracking-[-0.02em]">
          {isApproved ? `${words.state} ${gateWords}` : words.state}
        </h2>
        <p className="mt-1 text-14 text-fg-muted">{isApproved && block ? block : `${words.next} ${block ?? ""}`}</p>
      </div>
      <div className="flex shrink-0 flex-wrap gap-2 max-md:[&>*]:flex-1">
        {request.nextStep === "approve" ? (
          <Button icon={<ArrowDown />} onClick={goToReview}>
            Your review
          </Button>
        ) : null}
        <Acts {...acts} />
      </div>
    </section>
  );
}

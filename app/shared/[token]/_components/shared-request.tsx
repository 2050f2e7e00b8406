import { notFound } from "next/navigation";
import { SharedAnswer } from "@/app/_components/shared-answer";
import { durationText } from "@/app/[workspace]/requests/_components/figures";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { readSharedRequest, type SharedGone } from "@/lib/requests/queries/shared-request";
import { SharedFrame } from "./shared-frame";
import type { SharedProps } from "./shared-props";

const goneWords: Record<SharedGone, { title: string; why: string }> = {
  deleted: { title: "This answer was deleted", why: "It was deleted with the data of its user." },
  expired: { title: "This answer is no longer stored", why: "Its texts were deleted at the end of their retention." },
  withheld: { title: "This answer is no longer stored", why: "Its environment does not store texts." },
  redacted: { title: "This answer changed", why: "Ask the person who sent the link for a new one." },
  changed: {
    title: "This answer changed after it was shared",
    why: "Ask the person who sent the link for a new one.",
  },
  gone: { title: "This answer is no longer stored", why: "It was deleted at the end of its retention." },
};

/** A read-only answer with its redacted texts, for people without an account. */
export async function SharedRequest({ link, view }: SharedProps) {
  if (view !== undefined) notFound();
  const { facts, texts, gone } = await readSharedRequest(link);
  const title = facts ? `An answer of ${facts.prompt} v${facts.version}` : "An answer";
  return (
    <SharedFrame title={title} link={link}>
      {texts && facts ? (
        <div className="grid w-full max-w-[868px] gap-5 px-6 py-6 max-md:px-4">
          <p className="text-fg-muted">
            {[facts.model, facts.latencyMs === null ? null : durationText(facts.latencyMs)].filter(Boolean).join(", ")}
            {facts.model || facts.latencyMs !== null ? ", " : ""}
            <RelativeTime at={facts.at} ago />. Personal data may be replaced.
          </p>
          <SharedAnswer texts={texts} />
        </div>
      ) : (
        <div className="grid flex-1 place-items-center">
          <EmptyState heading="h2" title={goneWords[gone ?? "gone"].title}>
            {goneWords[gone ?? "gone"].why}
          </EmptyState>
        </div>
      )}
    </SharedFrame>
  );
}

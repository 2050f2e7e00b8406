"use client";

import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import type { OtherDraft } from "@/lib/editing/draft/reconcile";
import { isSameBrowser } from "./tab-name";
import type { JoiningActs } from "./use-joining";

/** The same person edited the version elsewhere. Both drafts are kept, and the person chooses. */
export function DraftOffer({ other, tab, joining }: { other: OtherDraft; tab: string; joining: JoiningActs }) {
  const where = !other.head
    ? "This browser has an older draft"
    : isSameBrowser(other.tab, tab)
      ? "You also edited this in another tab"
      : "You also edited this on another machine";
  return (
    <section
      aria-label="Your other draft"
      className="mb-3 grid gap-2 rounded-md border border-line-strong bg-surface-sunken px-3 py-2.5"
    >
      <p role="status">
        {where}, <RelativeTime ago at={other.at} />. Both drafts are kept
        {joining.canJoin ? " and can be merged automatically." : ". Some lines conflict."}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={joining.joinOther}>
          {joining.canJoin ? "Merge both" : "Merge line by line"}
        </Button>
        <Button size="sm" onClick={() => void joining.keepThis()}>
          Keep this one
        </Button>
        <Button size="sm" onClick={() => void joining.takeOther()}>
          Use the other one
        </Button>
      </div>
    </section>
  );
}

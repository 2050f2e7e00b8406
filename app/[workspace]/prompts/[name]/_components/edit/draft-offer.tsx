"use client";

import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import type { OtherDraft } from "./reconcile";
import { isSameBrowser } from "./tab-name";
import type { JoiningActs } from "./use-joining";

type Props = { other: OtherDraft; tab: string; joining: JoiningActs };

/** The same person wrote elsewhere on the same version: both texts are there, and one decides. */
export function DraftOffer({ other, tab, joining }: Props) {
  const where = !other.head
    ? "What this browser kept for you is older"
    : isSameBrowser(other.tab, tab)
      ? "You also edited this in another tab"
      : "You also edited this on another machine";
  return (
    <section
      aria-label="Your other text"
      className="mb-3 grid gap-2 rounded-md border border-line-strong bg-surface-sunken px-3 py-2.5"
    >
      <p role="status">
        {where}, <RelativeTime ago at={other.at} />. Both texts are kept
        {joining.canJoin ? " and fit together." : "; some lines stand against each other."}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={joining.joinOther}>
          {joining.canJoin ? "Bring both together" : "Bring together line by line"}
        </Button>
        <Button size="sm" onClick={() => void joining.keepThis()}>
          Keep this one
        </Button>
        <Button size="sm" onClick={() => void joining.takeOther()}>
          Take the other
        </Button>
      </div>
    </section>
  );
}

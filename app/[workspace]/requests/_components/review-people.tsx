"use client";

import { SegmentedLinks } from "@/components/ui/segmented-links";
import { countText } from "@/lib/requests/figures";
import type { ReviewQueue } from "@/lib/requests/queries/marks";
import { useAddress } from "./use-address";

type Waiting = { review: "open" | "mine" } | { reviewer: string };

/** The address of a part of the review queue: whatever the age of its requests. */
export const reviewQuery = (waiting: Waiting): string =>
  new URLSearchParams(Object.entries({ ...waiting, range: "all" })).toString();

type Props = { queue: ReviewQueue; fields: Readonly<Record<string, string>> };

/** The most people beside this person; those with the most requests come first. */
const mostPeople = 6;

/** How many requests wait for everyone, for this person, and for other people. Each number lists them. */
export function ReviewPeople({ queue, fields }: Props) {
  const { path } = useAddress();
  const isOpen = fields.review === "open" || fields.review === "mine" || fields.reviewer !== undefined;
  if (!isOpen || queue.open === 0) return null;
  const part = (name: string, count: number, waiting: Waiting, current: boolean) => ({
    label: (
      <>
        {name} <span className="text-fg-muted tabular-nums">{countText(count)}</span>
      </>
    ),
    href: `${path}?${reviewQuery(waiting)}`,
    current,
  });
  const others = queue.people
    .filter(({ isMe }) => !isMe)
    .filter(({ id }, place) => place < mostPeople || fields.reviewer === id);
  return (
    <div className="px-6 pt-3 max-md:px-4">
      <SegmentedLinks
        label="Who is asked to review"
        items={[
          part("Anyone", queue.open, { review: "open" }, fields.review === "open" && fields.reviewer === undefined),
          part("You", queue.mine, { review: "mine" }, fields.review === "mine"),
          ...others.map(({ id, name, count }) => part(name, count, { reviewer: id }, fields.reviewer === id)),
        ]}
      />
    </div>
  );
}

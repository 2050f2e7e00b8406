import { CircleCheck, CircleDashed, CircleX, GitCommitHorizontal, History, MessageSquareWarning } from "lucide-react";
import { Tag } from "@/components/ui/tag";
import type { ReviewStatus } from "@/lib/registry/reviews-state";

const looks = {
  waiting: { word: "Waiting", tone: "neutral", icon: <CircleDashed aria-hidden="true" /> },
  changes_requested: { word: "Changes requested", tone: "warning", icon: <MessageSquareWarning aria-hidden="true" /> },
  approved: { word: "Approved", tone: "positive", icon: <CircleCheck aria-hidden="true" /> },
  out_of_date: { word: "Out of date", tone: "warning", icon: <History aria-hidden="true" /> },
  released: { word: "Promoted", tone: "neutral", icon: <GitCommitHorizontal aria-hidden="true" /> },
  closed: { word: "Closed", tone: "neutral", icon: <CircleX aria-hidden="true" /> },
} as const;

/** The status of a change request in one word. */
export function ChangeStatus({ status }: { status: ReviewStatus }) {
  const { word, tone, icon } = looks[status];
  return (
    <Tag tone={tone} icon={icon}>
      {word}
    </Tag>
  );
}

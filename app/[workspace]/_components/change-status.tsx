import { CircleCheck, CircleDashed, CircleX, GitCommitHorizontal, History, MessageSquareWarning } from "lucide-react";
import { Tag } from "@/components/ui/tag";
import type { ReviewStatus } from "@/lib/registry/reviews-state";
import { statusWords } from "@/lib/registry/reviews-words";

const looks = {
  waiting: { tone: "neutral", icon: <CircleDashed aria-hidden="true" /> },
  changes_requested: { tone: "warning", icon: <MessageSquareWarning aria-hidden="true" /> },
  approved: { tone: "positive", icon: <CircleCheck aria-hidden="true" /> },
  out_of_date: { tone: "warning", icon: <History aria-hidden="true" /> },
  released: { tone: "neutral", icon: <GitCommitHorizontal aria-hidden="true" /> },
  closed: { tone: "neutral", icon: <CircleX aria-hidden="true" /> },
} as const;

/** The status of a change request in one word. */
export function ChangeStatus({ status }: { status: ReviewStatus }) {
  const { tone, icon } = looks[status];
  return (
    <Tag tone={tone} icon={icon}>
      {statusWords[status]}
    </Tag>
  );
}

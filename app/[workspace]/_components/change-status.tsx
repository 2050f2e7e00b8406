import { CircleCheck, CircleDashed, CircleX, GitCommitHorizontal, History, MessageSquareWarning } from "lucide-react";
import { Tag } from "@/components/ui/tag";
import type { ReviewStatus } from "@/lib/registry/reviews-state";
import { statusWords } from "@/lib/registry/reviews-words";

const looks = {
  waiting: { tone: "neutral", icon: <CircleDashed /> },
  changes_requested: { tone: "warning", icon: <MessageSquareWarning /> },
  approved: { tone: "positive", icon: <CircleCheck /> },
  out_of_date: { tone: "warning", icon: <History /> },
  released: { tone: "neutral", icon: <GitCommitHorizontal /> },
  closed: { tone: "neutral", icon: <CircleX /> },
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

import {
  CircleCheck,
  CircleX,
  GitCommitHorizontal,
  Hand,
  History,
  MessageSquare,
  MessageSquareWarning,
} from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { InboxItem } from "@/lib/registry/queries/inbox";
import { openRemarkWords, stateWords, stepWords } from "@/lib/registry/reviews-words";
import { ChangeStatus } from "../../_components/change-status";
import { changePath } from "../../_components/paths";

const icons: Record<InboxItem["status"], ReactNode> = {
  waiting: <Hand />,
  changes_requested: <MessageSquareWarning />,
  approved: <CircleCheck />,
  out_of_date: <History />,
  released: <GitCommitHorizontal />,
  closed: <CircleX />,
};

const askedWords = { review: "You were asked to review it", mention: "You were mentioned" } as const;

/** "Approve support/reply v5 for production"; without a next step, only the prompt and version. */
function Head({ item }: { item: InboxItem }) {
  const { nextStep, prompt, version, environment } = item;
  const what = (
    <>
      <b className="font-semibold">{prompt}</b>
      {` v${version}`}
    </>
  );
  if (nextStep === null) return <>{what}</>;
  return (
    <>
      {`${stepWords[nextStep]} `}
      {what}
      {nextStep === "release" ? ` to ${environment}` : ` for ${environment}`}
    </>
  );
}

/** One change request in the inbox: the next step or the version, the status, and a mark if something is new. */
export function InboxRow({ workspace, item }: { workspace: string; item: InboxItem }) {
  const { number, title, isUnread, updatedAt, author, nextStep, environment, status } = item;
  const open = openRemarkWords(item);
  return (
    <li className="relative border-line border-b">
      {isUnread ? (
        <span
          aria-hidden="true"
          className="absolute top-[19px] left-2.5 size-1.5 rounded-full bg-accent max-md:left-1.5"
        />
      ) : null}
      <Link
        href={changePath(workspace, number)}
        className="grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-3 px-6 py-2.5 transition-colors hover:bg-surface-hover focus-visible:-outline-offset-2 max-md:px-4 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:text-fg-muted"
      >
        {icons[status]}
        <span className="min-w-0">
          <span className={`block [overflow-wrap:anywhere] ${isUnread ? "font-medium" : ""}`}>
            <Head item={item} />
            {nextStep === null ? <span className="font-normal text-fg-muted">{` for ${environment}`}</span> : null}
            {isUnread ? <span className="sr-only">, new</span> : null}
          </span>
          <span className="block text-12 text-fg-muted [overflow-wrap:anywhere]">{`${author.name}: ${title}`}</span>
          <span className="mt-0.5 flex flex-wrap items-center gap-x-3 text-12 text-fg-muted">
            {item.asked ? <b className="font-medium text-fg">{askedWords[item.asked]}</b> : null}
            <span>{stateWords(item)}</span>
            {open ? (
              <span className="inline-flex items-center gap-1">
                <MessageSquare className="size-3.5" />
                {open}
              </span>
            ) : null}
          </span>
        </span>
        <span className="grid content-start justify-items-end gap-1">
          <RelativeTime at={updatedAt} className="text-12 text-fg-subtle leading-5" />
          <span className="max-md:hidden">
            <ChangeStatus status={status} />
          </span>
        </span>
      </Link>
    </li>
  );
}

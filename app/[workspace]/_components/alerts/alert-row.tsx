"use client";

import { Check } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { reach } from "@/components/ui/reach";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { severityWords } from "@/lib/alerts/channel-words";
import type { AlertView } from "@/lib/alerts/views";
import { useWorkspace } from "../use-workspace";
import { markSeen } from "./actions";
import { AlertIcon } from "./alert-icon";

export type AlertRowProps = {
  alert: AlertView;
  /** Shown below the text: where the alert was sent. */
  foot?: ReactNode;
  className?: string;
};

/**
 * One alert in a list: what happened, a line of details, and the time. Opening it or pressing its button marks it as
 * seen.
 */
export function AlertRow({ alert, foot, className }: AlertRowProps) {
  const workspace = useWorkspace();
  const { id, title, body, path, at, severity } = alert;
  const router = useRouter();
  const [isSeen, setSeen] = useState(false);
  const isUnread = alert.isUnread && !isSeen;
  const see = async () => {
    if (!isUnread) return;
    setSeen(true);
    const result = await reach(() => markSeen({ workspace, ids: [id] }));
    if (result.ok) return router.refresh();
    setSeen(false);
    toast({ tone: "failed", title: "The alert could not be marked as seen.", detail: result.error.message });
  };
  const words = (
    <>
      <span className={cn("block [overflow-wrap:anywhere]", isUnread && "font-medium")}>
        <span className="sr-only">{severityWords[severity]}: </span>
        {title}
        {isUnread ? <span className="sr-only">, new</span> : null}
      </span>
      {body ? (
        <span className="block text-12 text-fg-muted [overflow-wrap:anywhere] max-md:line-clamp-3">{body}</span>
      ) : null}
      {foot}
    </>
  );
  return (
    <li
      className={cn(
        "relative grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-3 border-line border-b px-6 py-2.5 max-md:px-4",
        path !== "" && "transition-colors hover:bg-surface-hover",
        className,
      )}
    >
      {isUnread ? (
        <span
          aria-hidden="true"
          className="absolute top-[19px] left-2.5 size-1.5 rounded-full bg-accent max-md:left-1.5"
        />
      ) : null}
      <AlertIcon alert={alert} />
      {path ? (
        <Link
          href={`/${workspace}/${path}`}
          onClick={() => void see()}
          // The link covers the whole row. The buttons of the row are above it.
          className="min-w-0 after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          {words}
        </Link>
      ) : (
        <div className="min-w-0">{words}</div>
      )}
      <span className="flex items-start gap-1">
        {isUnread ? (
          <IconButton
            label="Mark as seen"
            of={title}
            icon={<Check />}
            size="sm"
            onClick={() => void see()}
            className="-my-1 relative z-10 max-md:-my-2.5"
          />
        ) : null}
        <RelativeTime at={at} className="min-w-7 text-right text-12 text-fg-subtle leading-5" />
      </span>
    </li>
  );
}

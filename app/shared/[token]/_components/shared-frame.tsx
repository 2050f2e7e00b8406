import type { CSSProperties, ReactNode } from "react";
import { dayOf } from "@/app/_components/day";
import { Mark } from "@/components/ui/mark";
import { RelativeTime } from "@/components/ui/relative-time";
import type { OpenedShareLink } from "@/lib/auth/share-links/queries";

/**
 * The frame of shared results: their kind, workspace, author of the link, and expiry. It has no links to other pages.
 */
export function SharedFrame({
  title,
  link: { workspace, sharedBy, sharedAt, expiresAt },
  children,
}: {
  title: string;
  link: OpenedShareLink;
  children: ReactNode;
}) {
  return (
    <div className="flex min-h-dvh flex-col" style={{ "--topbar": "0px" } as CSSProperties}>
      <header className="flex min-h-13 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-6 py-2 max-md:px-4">
        <span className="flex items-center gap-2 text-fg-muted">
          <Mark /> Understudy
        </span>
        <h1 className="min-w-0 text-14 [overflow-wrap:anywhere]">{title}</h1>
        <p className="ml-auto text-12 text-fg-muted max-md:ml-0 max-md:w-full">
          {workspace}, shared by {sharedBy} <RelativeTime at={sharedAt} ago />. This link expires on {dayOf(expiresAt)}.
        </p>
      </header>
      <main className="flex flex-1 flex-col">{children}</main>
    </div>
  );
}

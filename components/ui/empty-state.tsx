import type { ReactNode } from "react";
import { cn } from "./cn";
import { EmptyStage } from "./empty-stage";

export type EmptyStateProps = {
  title: ReactNode;
  /** The purpose of this place, in one or two sentences. */
  children?: ReactNode;
  /** One primary action. */
  action?: ReactNode;
  /** A link to read more. */
  more?: ReactNode;
  /** Without the drawing, for a filter without results. */
  plain?: boolean;
  heading?: "h1" | "h2" | "h3";
  className?: string;
};

export function EmptyState({
  title,
  children,
  action,
  more,
  plain,
  heading: Heading = "h2",
  className,
}: EmptyStateProps) {
  return (
    <div className={cn("grid justify-items-center gap-1 px-4 py-12 text-center", className)}>
      {plain ? null : <EmptyStage className="mb-1" />}
      <Heading className="text-14">{title}</Heading>
      {children ? <div className="max-w-[42ch] text-balance text-fg-muted">{children}</div> : null}
      {action ? <div className="mt-2.5 flex flex-wrap justify-center gap-2">{action}</div> : null}
      {more ? (
        <div className="mt-1.5 max-md:[&>a]:inline-flex max-md:[&>a]:min-h-10 max-md:[&>a]:items-center">{more}</div>
      ) : null}
    </div>
  );
}

import type { ReactNode } from "react";
import { cn } from "./cn";

/** One bar with the size of the content that will replace it. Appears after 150 ms. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn("skeleton", className)} />;
}

/** Five bars of different widths, for a page of which nothing is known yet. */
export function SkeletonBars({ className }: { className?: string }) {
  return (
    <div className={cn("skeleton-bars grid grid-cols-1 gap-5 px-6 pt-6 max-md:px-4", className)}>
      <i />
      <i />
      <i />
      <i />
      <i />
    </div>
  );
}

/** Rows with a line below and one bar each. `className` is the height and the padding of a row. */
export function SkeletonRows({ widths, className }: { widths: readonly string[]; className: string }) {
  return widths.map((width) => (
    <div key={width} className={cn("flex items-center border-line border-b", className)}>
      <Skeleton className={width} />
    </div>
  ));
}

/** Wraps the skeletons of one region, so that it is announced once. */
export function Loading({
  label = "Loading",
  className,
  children,
}: {
  label?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div role="status" aria-busy="true" aria-label={label} className={className}>
      {children}
    </div>
  );
}

import { cn } from "./cn";

/** An icon that stands in many rows; app/icons.css draws it. */
export function RowIcon({
  name,
  className,
}: {
  name: "chevron" | "more" | "prompt" | "search" | "star";
  className?: string | undefined;
}) {
  return <span aria-hidden="true" className={cn(`icon icon-${name}`, className)} />;
}

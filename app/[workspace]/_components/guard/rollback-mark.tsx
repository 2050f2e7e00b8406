import { cn } from "@/components/ui/cn";

/** The mark of an automatic rollback on timelines: a triangle in lime. */
export function RollbackMark({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 14 14" className={cn("size-3.5 shrink-0", className)}>
      <path
        d="M2 3.25h10L7 11.5z"
        strokeWidth="1.5"
        strokeLinejoin="round"
        className="fill-limelight stroke-on-limelight"
      />
    </svg>
  );
}

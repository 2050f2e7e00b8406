import { cn } from "./cn";

/** A stage with nobody in the light. Drawn by app/icons.css, because every document includes the not-found page. */
export function EmptyStage({ className }: { className: string }) {
  return <span className={cn("stage-empty mx-auto w-full max-w-[150px]", className)} />;
}

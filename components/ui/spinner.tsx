import { LoaderCircle } from "lucide-react";
import { cn } from "./cn";

/** Beside a word that says what is going on; with reduced motion only the word stays. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden="true" className={cn("spinner", className)} />;
}

import { LoaderCircle } from "lucide-react";
import { cn } from "./cn";

/** Shown beside a word that says what is running. Hidden with reduced motion. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle className={cn("spinner", className)} />;
}

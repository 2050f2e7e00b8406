import type { ComponentProps } from "react";
import { cn } from "./cn";
import { Link } from "./link";

/** A link within text or at the end of a sentence. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return <Link {...rest} className={cn("link", className)} />;
}

/** Looks like a link, acts like a button ("Roll back", "Clear filters"). */
export function LinkButton({ className, ...rest }: ComponentProps<"button">) {
  return <button type="button" {...rest} className={cn("link min-h-6 max-md:min-h-10", className)} />;
}

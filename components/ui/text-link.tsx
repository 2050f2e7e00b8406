import type { ComponentProps } from "react";
import { cn } from "./cn";
import { Link } from "./link";

/** A link within or after a sentence. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return <Link {...rest} className={cn("link", className)} />;
}

/** A button that looks like a link ("Roll back", "Clear filters"). */
export function LinkButton({ className, ...rest }: ComponentProps<"button">) {
  return <button type="button" {...rest} className={cn("link min-h-6 max-md:min-h-10", className)} />;
}

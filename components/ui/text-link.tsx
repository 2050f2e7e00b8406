import type { ComponentProps } from "react";
import { cn } from "./cn";
import { Link } from "./link";

const style = "font-medium text-accent underline-offset-2 hover:text-accent-hover hover:underline";

/** A link within text or at the end of a sentence. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return <Link {...rest} className={cn(style, className)} />;
}

/** Looks like a link, acts like a button ("Roll back", "Clear filters"). */
export function LinkButton({ className, ...rest }: ComponentProps<"button">) {
  return <button type="button" {...rest} className={cn(style, "min-h-6 max-md:min-h-10", className)} />;
}

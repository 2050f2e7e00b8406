import type { ReactNode } from "react";
import { cn } from "../ui/cn";

export type MainProps = {
  /** Without gutters, for pages with their own columns. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
};

/** The content of a page. */
export function Main({ flush, className, children }: MainProps) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className={cn("min-w-0 flex-1", flush ? "flex flex-col" : "px-6 pb-12 max-md:px-4 max-md:pb-8", className)}
    >
      {children}
    </main>
  );
}

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

/** A notice that there is nothing to join or to open: the reason and a link to continue. */
export function Notice({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <>
      <h1 className="text-24">{title}</h1>
      <p className="mt-2 mb-6 text-14 text-fg-muted">{children}</p>
      {action ?? (
        <Button size="lg" block href="/">
          Go to Understudy
        </Button>
      )}
    </>
  );
}

"use client";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** Every page carries what it shows when something is not there: as one part of the scripts, not as a tree in its HTML. */
export function NothingHere() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        heading="h1"
        title="There is nothing at this address"
        action={<Button href="/">Go to the start</Button>}
      >
        It was moved or archived, or you have no access to it.
      </EmptyState>
    </main>
  );
}

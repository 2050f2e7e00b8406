"use client"; // Every document contains it. As a client component it is sent as a reference instead of elements.

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

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

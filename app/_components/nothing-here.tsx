"use client";

import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

// In the browser's own code: every page carries what it would show in its place.

/** An address outside every workspace that leads nowhere. */
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

/** The same inside the frame of a workspace. */
export function NothingInWorkspace() {
  return (
    <>
      <Topbar crumbs={[{ label: "Not found" }]} />
      <Main>
        <EmptyState title="There is nothing at this address" action={<Button href="/">Go to the prompts</Button>}>
          It was moved or archived, or the address is wrong. ⌘K finds prompts by name.
        </EmptyState>
      </Main>
    </>
  );
}

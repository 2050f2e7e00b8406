"use client"; // every document contains it, so it is sent as a reference and not as elements

import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export function NothingHere() {
  return (
    <>
      <Topbar crumbs={[{ label: "Not found" }]} />
      <Main>
        <EmptyState title="There is nothing at this address" action={<Button href="/">Go to the prompts</Button>}>
          It was moved or archived, or the address is wrong. The search finds prompts by name.
        </EmptyState>
      </Main>
    </>
  );
}

"use client"; // every document contains it, so it is sent as a reference and not as elements

import { PageLayout } from "@/components/layout/page-layout";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export function NothingHere() {
  return (
    <PageLayout crumbs={[{ label: "Not found" }]}>
      <EmptyState title="There is nothing at this address" action={<Button href="/">Go to the prompts</Button>}>
        It was moved or archived, or the address is wrong. The search finds prompts by name.
      </EmptyState>
    </PageLayout>
  );
}

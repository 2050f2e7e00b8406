"use client"; // Every document contains it. As a client component it is sent as a reference instead of elements.

import { EmptyState } from "@/components/ui/empty-state";
import { HomeLink } from "./home-link";

export function NothingHere() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState heading="h1" title="There is nothing at this address" action={<HomeLink />}>
        It was moved or archived, or you have no access to it.
      </EmptyState>
    </main>
  );
}

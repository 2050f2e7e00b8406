import { EmptyState } from "@/components/ui/empty-state";

/** The page of a secret link that opens nothing: the same for one that ended, was revoked or never existed. */
export function LinkNotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState heading="h1" title="This link shows nothing">
        It has ended, was revoked, or is not complete. Ask the person who sent it for a new one.
      </EmptyState>
    </main>
  );
}

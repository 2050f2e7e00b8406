import { EmptyState } from "@/components/ui/empty-state";

/** The page of an invalid secret link. It is the same for expired, revoked and unknown links. */
export function LinkNotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState heading="h1" title="This link is not valid">
        It has expired, was revoked, or is incomplete. Ask the person who sent it for a new one.
      </EmptyState>
    </main>
  );
}

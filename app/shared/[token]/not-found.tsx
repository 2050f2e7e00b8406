import { EmptyState } from "@/components/ui/empty-state";

export const metadata = { title: "Not found" };

/** The same for a link that ended, was revoked or never was. */
export default function SharedNotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState heading="h1" title="This link shows nothing">
        It has ended, was revoked, or is not complete. Ask the person who sent it for a new one.
      </EmptyState>
    </main>
  );
}

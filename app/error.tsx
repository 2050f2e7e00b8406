"use client";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        heading="h1"
        title="This page could not be shown"
        action={
          <>
            <Button variant="primary" onClick={reset}>
              Try again
            </Button>
            <Button href="/">Go to the start</Button>
          </>
        }
        more={
          error.digest ? (
            <span className="text-12 text-fg-subtle">
              For the log: <code>{error.digest}</code>
            </span>
          ) : null
        }
      >
        Something failed on the server. Apps keep getting their prompts; nothing you saved is lost.
      </EmptyState>
    </main>
  );
}

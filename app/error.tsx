"use client";

import { errorWords } from "@/app/_components/error-words";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const { title, text, reference } = errorWords(error.digest);
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        heading="h1"
        title={title}
        action={
          <>
            <Button variant="primary" onClick={reset}>
              Try again
            </Button>
            <Button href="/">Go to the start</Button>
          </>
        }
        more={
          reference && error.digest ? (
            <span className="text-12 text-fg-subtle">
              For the log: <code>{error.digest}</code>
            </span>
          ) : null
        }
      >
        {text}
      </EmptyState>
    </main>
  );
}

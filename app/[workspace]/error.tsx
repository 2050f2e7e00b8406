"use client";

import { errorWords } from "@/app/_components/error-words";
import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function WorkspaceError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const { title, text, reference } = errorWords(error.digest);
  return (
    <>
      <Topbar crumbs={[{ label: "Something failed" }]} />
      <Main>
        <EmptyState
          title={title}
          action={
            <Button variant="primary" onClick={reset}>
              Try again
            </Button>
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
      </Main>
    </>
  );
}

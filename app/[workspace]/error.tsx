"use client";

import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function WorkspaceError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <Topbar crumbs={[{ label: "Something failed" }]} />
      <Main>
        <EmptyState
          title="This page could not be shown"
          action={
            <Button variant="primary" onClick={reset}>
              Try again
            </Button>
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
      </Main>
    </>
  );
}

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { errorWords } from "./error-words";

/** The properties that Next passes to an error page. */
export type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

type Props = ErrorPageProps & {
  heading: "h1" | "h2";
  /** A button beside "Try again". */
  otherAction?: ReactNode;
};

/** Shows what failed, a way to try again, and the reference for the log. */
export function ErrorState({ error: { digest }, reset, heading, otherAction }: Props) {
  const { title, text, reference } = errorWords(digest);
  return (
    <EmptyState
      heading={heading}
      title={title}
      action={
        <>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          {otherAction}
        </>
      }
      more={
        reference && digest ? (
          <span className="text-12 text-fg-subtle">
            For the log: <code>{digest}</code>
          </span>
        ) : null
      }
    >
      {text}
    </EmptyState>
  );
}

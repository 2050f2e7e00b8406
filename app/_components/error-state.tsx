import type { ReactNode } from "react";
import { buttonStyle } from "@/components/ui/button-style";
import { EmptyState } from "@/components/ui/empty-state";
import { errorWords } from "@/lib/core/page-error-words";

/** The properties that Next passes to an error page. */
export type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

type Props = ErrorPageProps & {
  heading: "h1" | "h2";
  /** A link beside "Try again". */
  otherAction?: ReactNode;
};

/**
 * Shows what failed, a way to try again, and the reference for the log. Every page loads this code before it is needed,
 * so it has a plain button and plain links.
 */
export function ErrorState({ error: { digest }, reset, heading, otherAction }: Props) {
  const { title, text, reference } = errorWords(digest);
  return (
    <EmptyState
      heading={heading}
      title={title}
      action={
        <>
          <button type="button" className={buttonStyle({ variant: "primary" })} onClick={reset}>
            Try again
          </button>
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

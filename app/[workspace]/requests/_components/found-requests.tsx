import { Suspense } from "react";
import type { RequestCount } from "@/lib/requests/queries/count";
import { countText } from "./figures";

type Props = { count: Promise<RequestCount | null> };

/** Announces the number of found requests to screen readers. It stays mounted when a filter replaces the list. */
export function FoundRequests({ count }: Props) {
  return (
    <p role="status" className="sr-only">
      <Suspense>
        <Words count={count} />
      </Suspense>
    </p>
  );
}

async function Words({ count }: Props) {
  const found = await count;
  if (!found || found.matching === 0) return "No request found";
  if (found.matching === null) return "Too many requests to count those that match";
  return `${countText(found.matching)} ${found.matching === 1 ? "request" : "requests"} found`;
}

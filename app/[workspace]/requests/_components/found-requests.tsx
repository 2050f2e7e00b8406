import { Suspense } from "react";
import type { RequestCount } from "@/lib/requests/queries/count";
import { countText } from "./figures";

type Props = { count: Promise<RequestCount | null> };

/** Says to a screen reader how many requests the filters found. It outlives the list, which every filter draws anew. */
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

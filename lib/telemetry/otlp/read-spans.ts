import { AppError } from "@/lib/core/errors";
import { jsonFaults } from "@/lib/core/text";
import { findCycles } from "../parents";
import { inSlices } from "../slices";
import type { OtelSpan } from "./decode";
import { mostSpans } from "./parts";
import { type ReadSpan, readSpan } from "./read-span";

/** The maximum number of rejection reasons in a response. */
export const mostReasons = 10;

/** The valid spans, the number of rejected spans, and the reasons. */
export type SpansRead = { read: ReadSpan[]; rejected: number; reasons: string[] };

/** Reads the spans of one request. Throws 413 `batch_too_large`. `now` in ms is the server's. */
export async function readSpans(spans: readonly OtelSpan[], now: number): Promise<SpansRead> {
  if (spans.length > mostSpans)
    throw new AppError("batch_too_large", `A request has at most ${mostSpans.toLocaleString("en")} spans.`);
  const cycles = findCycles(spans, {
    keyOf: ({ traceId, spanId }) => `${traceId} ${spanId}`,
    parentOf: ({ traceId, parentId }) => (parentId ? `${traceId} ${parentId}` : null),
  });
  const read: ReadSpan[] = [];
  const reasons = new Set<string>();
  const refuse = (message: string) => {
    if (reasons.size < mostReasons) reasons.add(message);
  };
  await inSlices(spans, (span) => {
    if (cycles.has(span)) return refuse(`The span ${span.spanId} is among its own parents.`);
    const found = readSpan(span, now);
    const [fault] = "code" in found ? [] : jsonFaults(found.row);
    if ("code" in found) refuse(found.message);
    else if (fault) refuse(`The span ${span.spanId}: ${fault.message}`);
    else read.push(found);
  });
  return { read, rejected: spans.length - read.length, reasons: [...reasons] };
}

import type { Source, Timing } from "@/lib/runtime/resolve";

export type ResolveFacts = {
  etag: string | null;
  source: Source;
  interactionId: string;
  timings: readonly Timing[];
};

/** One entry of the `Server-Timing` header, with microsecond precision. */
export const timingText = (name: string, ms: number): string => `${name};dur=${ms.toFixed(3)}`;

/** The `Server-Timing` header. */
function serverTiming(timings: readonly Timing[]): string {
  return timings.map(({ name, ms }) => timingText(name, ms)).join(", ");
}

/** The headers of a resolved prompt, shared by the fast and the full route. */
export function resolveHeaders({ etag, source, interactionId, timings }: ResolveFacts): Record<string, string> {
  const headers: Record<string, string> = {
    "cache-control": etag === null ? "no-store" : "private, no-cache",
    "server-timing": serverTiming(timings),
    "x-prompt-source": source,
    "x-interaction-id": interactionId,
  };
  if (etag !== null) headers.etag = etag;
  return headers;
}

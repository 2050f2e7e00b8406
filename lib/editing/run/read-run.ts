import type { PlaceholderValues } from "@/lib/evaluation/values";
import type { RunStep } from "./run-state";

/** Yields the events of a stream of JSON lines. Chunks can be split anywhere. */
export async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<RunStep> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line) yield JSON.parse(line) as RunStep;
    if (done) return;
  }
}

/** The request body of the playground's route. */
export type RunBody = {
  prompt: string;
  version?: number;
  content?: unknown;
  model?: { provider: string; name: string; parameters?: Record<string, unknown> };
  variables: Record<string, unknown>;
  placeholders: PlaceholderValues;
};

/**
 * Starts a run and yields its steps. If the request fails or is refused, yields a `refused` step. Throws if `signal` is
 * aborted or the stream breaks.
 */
export async function* askRun(workspace: string, body: RunBody, signal: AbortSignal): AsyncGenerator<RunStep> {
  const response = await fetch(`/api/playground/${encodeURIComponent(workspace)}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return null;
  });
  if (!response)
    yield { type: "refused", message: "Understudy cannot be reached. Check the connection and run again." };
  else if (!response.ok || !response.body) yield await refusal(response);
  else yield* readLines(response.body);
}

async function refusal(response: Response): Promise<RunStep> {
  const problem = await response.json().catch(() => null);
  const wait = Number(response.headers.get("retry-after"));
  return {
    type: "refused",
    message: problem?.detail ?? `The server answered ${response.status}. Run again in a moment.`,
    ...(problem?.errors && { errors: problem.errors }),
    ...(wait > 0 && { retryAfterSeconds: wait }),
  };
}

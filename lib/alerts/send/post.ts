import { explainConnection } from "@/lib/core/connection-words";
import { isAppError } from "@/lib/core/errors";
import { outgoing } from "@/lib/core/safe-fetch";
import { type Outcome, readRetryAfter } from "../retry";

const deadlineMs = 10_000;
const excerptBytes = 600;
const excerptLength = 160;
/** Status codes of temporary refusals: timeout, too early, rate limit. */
const passing = [408, 425, 429];

/** Returns the start of a response as one line. It is enough to find errors, but does not reveal internal content. */
async function excerptOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return "";
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    while (bytes < excerptBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      bytes += value.byteLength;
    }
  } catch {
    // The part read so far is enough.
  }
  await reader.cancel().catch(() => {});
  const text = Buffer.concat(parts).subarray(0, excerptBytes).toString("utf8");
  return text
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, excerptLength);
}

/** Returns the outcome for a request without a response. Its text contains nothing of the address. */
function failureOf(error: unknown): Outcome {
  if (isAppError(error)) return { isOk: false, status: null, error: error.message, isRefusal: true };
  if (error instanceof Error && error.name === "TimeoutError")
    return {
      isOk: false,
      status: null,
      error: `The server at the address did not answer within ${deadlineMs / 1_000} s.`,
    };
  const words = explainConnection(error);
  return { isOk: false, status: null, error: words ? `The server at the address ${words}.` : "The call failed." };
}

/**
 * Posts JSON to an address that a person entered: no redirects, a deadline of ten seconds, and only the start of the
 * response is read.
 */
export async function postJson(url: string, body: string, headers: Record<string, string> = {}): Promise<Outcome> {
  try {
    const response = await outgoing().fetch(
      url,
      {
        method: "POST",
        body,
        headers: { "content-type": "application/json", "user-agent": "Understudy", ...headers },
      },
      { deadlineMs, follows: false },
    );
    const { status } = response;
    if (status >= 200 && status < 300) {
      await response.body?.cancel().catch(() => {});
      return { isOk: true, status };
    }
    const excerpt = await excerptOf(response);
    return {
      isOk: false,
      status,
      isGone: status === 410,
      error:
        status < 400 && status !== 304
          ? `It redirects (${status}), and redirects are not followed. Enter the final address.`
          : `It answered ${status}${excerpt ? `: ${excerpt}` : "."}`,
      retryAfterMs: readRetryAfter(response.headers.get("retry-after"), new Date()),
      isRefusal: status < 500 && !passing.includes(status),
    };
  } catch (error) {
    return failureOf(error);
  }
}

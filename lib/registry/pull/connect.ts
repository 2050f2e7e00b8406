import { explainConnection } from "@/lib/core/connection-words";
import { AppError, isAppError } from "@/lib/core/errors";
import { outgoing } from "@/lib/core/safe-fetch";
import type { PullSource, ReadPath } from "./define-source";
import { pullLimits } from "./schema";

/** What a step has used so far, and its deadline. */
export type Budget = { requests: number; deadline: number; bytes: number };
type Target = { host: string; key: string; secret: string };

/**
 * Connects to a tool's API. Returns a read function and its budget. Throws 422 `url_not_allowed` for a forbidden
 * address.
 */
export async function connect(
  source: PullSource,
  { host, ...keys }: Target,
): Promise<{ read: ReadPath; budget: Budget }> {
  const base = (await outgoing().assertAllowed(host)).href.replace(/\/+$/, "");
  const budget = { requests: 0, deadline: Date.now() + pullLimits.seconds * 1_000, bytes: 0 };
  return { read: reader(base, source, keys, budget), budget };
}

/** A function that reads from one tool's API through the URL guard, with the key. The key is sent to no other host. */
function reader(base: string, source: PullSource, keys: { key: string; secret: string }, budget: Budget): ReadPath {
  return async (path, body) => {
    budget.requests++;
    const init = {
      headers: { accept: "application/json", "content-type": "application/json", ...source.headers(keys) },
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    };
    const response = await outgoing()
      .fetch(`${base}${path}`, init, { maxBytes: pullLimits.answerBytes, follows: false })
      .catch((error: unknown) => {
        if (isAppError(error)) throw error;
        throw unavailable(`${source.label} at ${base} ${explainConnection(error) ?? "did not answer"}.`, error);
      });
    const text = await response.text().catch((error: unknown) => {
      throw unavailable(`${source.label} at ${base} stopped during an answer, or sent too much.`, error);
    });
    budget.bytes += text.length;
    if (response.status === 404) return undefined;
    if (response.status !== 200) throw refusal(source.label, response);
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new AppError("provider_error", `${base} answers, but not as ${source.label}: the answer is no JSON.`, {
        cause: error,
      });
    }
  };
}

const unavailable = (message: string, cause: unknown) =>
  new AppError("provider_unavailable", `${message} Continue to try again.`, { cause });

function refusal(label: string, { status, headers }: Response): AppError {
  if (status === 401 || status === 403)
    return new AppError("provider_error", `${label} does not accept the key (status ${status}).`);
  if (status === 429 || status >= 500) {
    const seconds = headers.get("retry-after");
    const wait = seconds && /^\d{1,4}$/.test(seconds) ? ` It asks to wait ${seconds} seconds.` : "";
    return new AppError("provider_unavailable", `${label} is busy (status ${status}).${wait} Continue to try again.`);
  }
  return new AppError("provider_error", `${label} answers with status ${status}. Check the address.`);
}

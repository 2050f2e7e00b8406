import { type ConnectionFault, connectionFault } from "@/lib/core/connection-fault";
import { connectionWords } from "@/lib/core/connection-words";
import type { ModelFailure, ModelFailureCode } from "./types";

/** The context of a failed call. Without `model`, a connection was tested. */
export type CallTarget = { provider: string; model?: string; key: string | null; deadlineMs: number };

type Details = { status?: number | null; retryAfterSeconds?: number | null };

/** A failure as the last event of a call. */
export const failure = (code: ModelFailureCode, message: string, { status, retryAfterSeconds }: Details = {}) =>
  ({
    type: "failed",
    code,
    message,
    status: status ?? null,
    retryAfterSeconds: retryAfterSeconds ?? null,
  }) satisfies ModelFailure;

/** An HTTP error response. */
export type Refusal = { status: number; headers: Record<string, string | undefined>; body: string };

type Fields = { [name: string]: unknown };
const fieldsOf = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});

function parse(body: string): Fields {
  try {
    const value: unknown = JSON.parse(body);
    return fieldsOf(Array.isArray(value) ? value[0] : value);
  } catch {
    return {};
  }
}

/** Removes the key, whole or masked by the provider ("sk-abc***xyz"), and shortens long texts. */
export function withoutKey(text: string, key: string | null): string {
  const clean = key ? text.replaceAll(key, "[key]") : text;
  const masked = clean.replaceAll(/\b(?:sk|pk|key|gsk|xai|AIza)[-_\w]*\*+[-_\w*]*|\b(?:sk-|AIza)[-\w]{8,}/g, "[key]");
  const line = masked.replaceAll(/\s+/g, " ").trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

function providerMessage({ provider, key }: CallTarget, { message }: Fields): string {
  return typeof message === "string" && message ? ` ${provider} says: “${withoutKey(message, key)}”` : "";
}

/** The number of seconds to wait, from `retry-after-ms`, `retry-after` (seconds or a date), or Google's retryDelay. */
export function retryAfterSeconds({ headers, body }: Refusal, now: number): number | null {
  const ms = Number(headers["retry-after-ms"] ?? Number.NaN);
  if (ms >= 0) return Math.ceil(ms / 1_000);
  const header = headers["retry-after"];
  if (header && /^\d+(\.\d+)?$/.test(header)) return Math.ceil(Number(header));
  const at = header ? Date.parse(header) : Number.NaN;
  if (!Number.isNaN(at)) return Math.max(0, Math.ceil((at - now) / 1_000));
  const delay = /"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"/.exec(body)?.[1];
  return delay ? Math.ceil(Number(delay)) : null;
}

const wait = (seconds: number | null) =>
  seconds === null ? "Try again in a while." : `Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;

/** Explains an HTTP error response of a provider. */
export function explainRefusal(place: CallTarget, refusal: Refusal): ModelFailure {
  const { provider, model } = place;
  const { status, body } = refusal;
  const error = fieldsOf(parse(body).error ?? parse(body));
  const words = providerMessage(place, error);
  const isPage = /^\s*<(!doctype|html)/i.test(body);
  if (isPage && status < 500 && status !== 401 && status !== 403 && status !== 429) return webPage(place, status);
  const retry = retryAfterSeconds(refusal, Date.now());
  const newKey = model
    ? `${place.key ? "Replace it" : "Add it"} under Settings, Model providers.`
    : place.key
      ? "Check that it was copied completely, or replace it."
      : "Add it with “Replace key”.";
  switch (status) {
    case 401:
      return failure("provider_error", `${provider} ${refusedWords(place)} ${newKey}`, { status });
    case 403:
      return failure(
        "provider_error",
        `${provider} does not allow this with this key (403). Check what the key may do, or the region.${words}`,
        { status },
      );
    case 404:
      return failure(
        "provider_error",
        `${provider} does not know ${model ? `the model ${model}` : "this address"} (404). Check its name${model ? ", and whether the key may use it" : " and the base URL"}.${words}`,
        { status },
      );
    case 429: {
      const isSpent = error.code === "insufficient_quota" || error.type === "insufficient_quota";
      const sentence = isSpent
        ? `The account at ${provider} has no credit left (429). Top it up with the provider.`
        : `${provider} accepts no more requests now (429). ${wait(retry)}`;
      // Waiting does not help if the account has no credit.
      return failure(isSpent ? "provider_error" : "rate_limited", `${sentence}${words}`, {
        status,
        retryAfterSeconds: isSpent ? null : retry,
      });
    }
    case 529:
      return failure("provider_unavailable", `${provider} is overloaded (529). ${wait(retry)}`, {
        status,
        retryAfterSeconds: retry,
      });
    default:
  }
  // Google answers 400 for a key that does not exist.
  if (status === 400 && /API_KEY_INVALID|API key not valid/i.test(body))
    return failure("provider_error", `${provider} refused the key (400). ${newKey}`, {
      status,
    });
  if (status >= 500)
    return failure("provider_unavailable", `${provider} failed on its side (${status}). ${wait(retry)}${words}`, {
      status,
      retryAfterSeconds: retry,
    });
  return failure("provider_error", `${provider} refused the request (${status}).${words || " It did not say why."}`, {
    status,
  });
}

const refusedWords = ({ key }: CallTarget) => (key ? "refused the key (401)." : "asks for a key (401).");

/** An HTML page instead of an API response. */
export const webPage = ({ provider }: CallTarget, status: number): ModelFailure =>
  failure(
    "provider_error",
    `${provider} answered with a web page instead of an API answer (${status}). Check the base URL: it usually ends in /v1.`,
    { status },
  );

/** The response ended before it was complete. */
export const brokenOff = ({ provider, model }: CallTarget): ModelFailure =>
  failure(
    "provider_unavailable",
    model
      ? `The answer of ${provider} ended early. The part that arrived is kept. Run it again for the rest.`
      : `${provider} closed the connection before its answer was complete. Test it again.`,
  );

/** The deadline passed. */
export const tooLate = ({ provider, model, deadlineMs }: CallTarget): ModelFailure =>
  failure(
    "provider_unavailable",
    model
      ? `${provider} did not finish within ${deadlineMs / 1_000} seconds. The part that arrived is kept. Run it again, or ask for a shorter answer.`
      : `${provider} did not answer within ${deadlineMs / 1_000} seconds. Check its base URL, and whether it is running.`,
  );

/** The person stopped the call. */
export const stopped = (): ModelFailure => failure("cancelled", "You stopped it. The part that arrived is kept.");

/** What to check after a fault of the connection. */
const advice: Partial<Record<ConnectionFault, string>> = {
  not_found: "check how its base URL is written, and that this server reaches the internet",
  refused: "check the address and the port in its base URL",
  no_answer: "check the address in its base URL, and any firewall between",
  blocked_port: "check the address in its base URL",
  no_tls: "check the address in its base URL, and whether it begins with http",
  no_http: "check the address in its base URL",
};

/** The codes and messages in the cause chain of an error, the outermost first. */
function causes(error: unknown): Fields[] {
  const found: Fields[] = [];
  for (let cause = error; typeof cause === "object" && cause !== null && found.length < 8; ) {
    const fields = cause as Fields;
    found.push(fields);
    cause = fields.cause ?? fields.lastError;
  }
  return found;
}

/** Explains any error of a call: an HTTP error, a broken connection, an unreadable response. Has no stack trace. */
export function explainError(place: CallTarget, error: unknown): ModelFailure {
  const all = causes(typeof error === "string" ? { message: error } : error);
  const { provider } = place;
  const closed = all.find(({ code }) => code === "url_not_allowed");
  if (closed) return failure("url_not_allowed", String(closed.message));
  const known = all.find(({ modelFailure }) => modelFailure !== undefined);
  if (known) return known.modelFailure as ModelFailure;
  const refused = all.find(({ statusCode }) => typeof statusCode === "number" && statusCode >= 400);
  if (refused) {
    const headers = fieldsOf(refused.responseHeaders) as Refusal["headers"];
    return explainRefusal(place, {
      status: Number(refused.statusCode),
      headers,
      body: String(refused.responseBody ?? ""),
    });
  }
  if (all.some(({ name }) => name === "TimeoutError")) return tooLate(place);
  const codes = all.map(({ code, message }) => `${code ?? ""} ${message ?? ""}`).join(" ");
  if (/without a finish reason/.test(codes)) return brokenOff(place);
  if (
    all.some(({ name }) =>
      /JSONParseError|SyntaxError|TypeValidationError|InvalidResponseData|NoContentGenerated/.test(String(name)),
    )
  )
    return failure(
      "provider_error",
      `${provider} sent an answer that cannot be read.${place.model ? " The part that arrived is kept." : ""} If it happens again, check that the base URL speaks this provider's protocol.`,
    );
  const fault = connectionFault(error);
  if (fault === "closed" || /Failed to process successful response/.test(codes)) return brokenOff(place);
  if (fault) {
    const check = advice[fault] ? `: ${advice[fault]}` : "";
    return failure("provider_unavailable", `${provider} ${connectionWords[fault]}${check}.`);
  }
  const [outer = {}] = all;
  const own = fieldsOf(outer.error ?? fieldsOf(outer.data).error ?? outer);
  if (/overloaded/i.test(String(own.type ?? own.message ?? "")))
    return failure("provider_unavailable", `${provider} is overloaded. Try again in a while.`, { status: 529 });
  return failure("provider_error", `${provider} ended the answer with an error.${providerMessage(place, own)}`);
}

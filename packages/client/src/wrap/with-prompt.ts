import type { Prompt, PromptReference } from "../api";
import { originOf } from "../origin";

/** A property that no JSON shows: the request carries its prompt with it. */
const mark = Symbol.for("understudy.prompt");

/**
 * The request, marked as made from this prompt. For requests that do not hold the prompt's own messages, such as a
 * `system` text alone; otherwise the wrapped client finds the prompt by them.
 */
export function withPrompt<Request extends object>(prompt: Prompt, request: Request): Request {
  return Object.assign({ ...request }, { [mark]: prompt.reference });
}

/** The prompt that a request was made from; null when it was made from none. */
export function referenceOf(request: unknown): PromptReference | null {
  const marked = (request as { [mark]?: PromptReference } | null)?.[mark];
  return marked ?? originOf(request)?.reference ?? null;
}

import type { Prompt, PromptReference } from "../api";
import { originOf } from "../origin";

/** A property that JSON does not contain. It links the request to its prompt. */
const mark = Symbol.for("understudy.prompt");

/**
 * Marks a request as made from this prompt. It is needed for requests without the prompt's own messages, such as a
 * `system` text alone. Otherwise the wrapped client finds the prompt by its messages.
 */
export function withPrompt<Request extends object>(prompt: Prompt, request: Request): Request {
  return Object.assign({ ...request }, { [mark]: prompt.reference });
}

/** Returns the prompt that a request was made from, or null. */
export function referenceOf(request: unknown): PromptReference | null {
  const marked = (request as { [mark]?: PromptReference } | null)?.[mark];
  return marked ?? originOf(request)?.reference ?? null;
}

import type { PromptReference } from "./api";

type Origin = { readonly reference: PromptReference };

// By the identity of messages and of whole requests: an application that passes them on says which prompt it uses.
const origins = new WeakMap<object, Origin>();

/** Notes that these messages, and the list of them, were made by a prompt. */
export function noteOrigin(messages: readonly object[], origin: Origin): void {
  origins.set(messages, origin);
  for (const message of messages) origins.set(message, origin);
}

/** The prompt behind a request, found by its messages wherever they stand; null when it uses none. */
export function originOf(request: unknown): Origin | null {
  if (typeof request !== "object" || request === null) return null;
  const { messages, input, contents } = request as Record<string, unknown>;
  for (const list of [messages, input, contents]) {
    if (!Array.isArray(list)) continue;
    const found =
      origins.get(list) ??
      list.map((one) => (typeof one === "object" && one ? origins.get(one) : undefined)).find(Boolean);
    if (found) return found;
  }
  return null;
}

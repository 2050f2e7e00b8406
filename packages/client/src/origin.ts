import type { PromptReference } from "./api";

type Origin = { readonly reference: PromptReference };

// Keyed by the identity of messages and of their lists, so that the prompt of a request is known without a parameter.
// It is global, because each entry of the package is bundled separately, and an application may load the package both
// as ESM and as CommonJS.
const shared = globalThis as { [name: symbol]: WeakMap<object, Origin> | undefined };
const name = Symbol.for("understudy.origins");
const origins = shared[name] ?? new WeakMap<object, Origin>();
shared[name] = origins;

/** Records the prompt that these messages, and the list of them, belong to. */
export function noteOrigin(messages: readonly object[], origin: Origin): void {
  origins.set(messages, origin);
  for (const message of messages) origins.set(message, origin);
}

/** The lists of messages of a request: OpenAI and Anthropic, OpenAI's responses, Google. */
export function messageLists({ messages, input, contents }: Record<string, unknown>): object[][] {
  return [messages, input, contents].filter((list) => Array.isArray(list));
}

/** Returns the prompt of a request, found by any of its messages. Null if it uses none. */
export function originOf(request: unknown): Origin | null {
  if (typeof request !== "object" || request === null) return null;
  for (const list of messageLists(request as Record<string, unknown>)) {
    const found =
      origins.get(list) ??
      list.map((one) => (typeof one === "object" && one ? origins.get(one) : undefined)).find(Boolean);
    if (found) return found;
  }
  return null;
}

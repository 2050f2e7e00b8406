import type { Model } from "./content";

const families: [RegExp, string][] = [
  [/^(gpt-|o[134](-|$)|chatgpt-|text-davinci|davinci)/, "openai"],
  [/^claude/, "anthropic"],
  [/^(gemini|palm|text-bison|chat-bison)/, "google"],
  [/^(mistral|mixtral|codestral)/, "mistral"],
  [/^command/, "cohere"],
];

const providers: Record<string, string> = {
  googleai: "google",
  vertexai: "google",
  google_ai: "google",
  "google-ai": "google",
  gemini: "google",
  openai_azure: "azure",
  "openai.azure": "azure",
};

/** Converts the name of a provider to ours. */
function providerName(name: string): string {
  const word = name.trim().toLowerCase();
  return Object.hasOwn(providers, word) ? (providers[word] ?? word) : word;
}

/** The provider that the name of a model implies, or null. */
function providerOf(model: string): string | null {
  return families.find(([pattern]) => pattern.test(model.toLowerCase()))?.[1] ?? null;
}

/** Reads a model from a name that may include its provider ("googleai/gemini-2.0-flash"). Null: unknown provider. */
export function modelOf(name: string, parameters: Record<string, unknown> = {}, provider?: string): Model | null {
  const slash = name.indexOf("/");
  const chosenProvider = provider ?? (slash > 0 ? name.slice(0, slash) : providerOf(name));
  const own = provider === undefined && slash > 0 ? name.slice(slash + 1) : name;
  if (!chosenProvider || !own) return null;
  const isEmpty = Object.keys(parameters).length === 0;
  return { provider: providerName(chosenProvider), name: own, ...(!isEmpty && { parameters }) };
}

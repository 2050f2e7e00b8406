import type { ProviderName } from "./types";

type Words = {
  label: string;
  /** For narrow places. */
  short: string;
  /** The name of the first connection, as versions refer to it. */
  name: string;
  /** Where to get a key. */
  keyHelp: string;
  keyLooks: string;
};

/** The texts for each kind of provider. */
export const providerWords: Record<ProviderName, Words> = {
  openai: {
    label: "OpenAI",
    short: "OpenAI",
    name: "openai",
    keyHelp: "On platform.openai.com: Settings, API keys, Create new secret key. A key of one project is enough.",
    keyLooks: "sk-…",
  },
  anthropic: {
    label: "Anthropic",
    short: "Anthropic",
    name: "anthropic",
    keyHelp: "On console.anthropic.com: Settings, API keys, Create key.",
    keyLooks: "sk-ant-…",
  },
  google: {
    label: "Google",
    short: "Google",
    name: "google",
    keyHelp: "On aistudio.google.com: Get API key, Create API key. This is the Gemini API, not Vertex AI.",
    keyLooks: "AIza…",
  },
  "openai-compatible": {
    label: "OpenAI-compatible",
    short: "Compatible",
    name: "",
    keyHelp: "Ask the operator of the server. Leave it empty when the server needs none.",
    keyLooks: "",
  },
};

/** The suggested name of a new connection: that of the provider, with a number if it is in use. */
export function suggestedName(provider: ProviderName, taken: readonly string[]): string {
  const { name } = providerWords[provider];
  if (!name || !taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(`${name}-${number}`)) number++;
  return `${name}-${number}`;
}

/** The host of a URL, for display. */
export function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}

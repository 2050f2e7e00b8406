import type { ProviderName } from "@/lib/evaluation/models/types";

type Words = {
  label: string;
  /** Where there is little room. */
  short: string;
  /** What a first connection is called: as versions write it. */
  name: string;
  /** Where a key comes from. */
  keyHelp: string;
  keyLooks: string;
};

/** The words for each kind of provider. */
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

/** The name a new connection gets, if nobody gives another: the provider's, numbered when it is taken. */
export function suggestedName(provider: ProviderName, taken: readonly string[]): string {
  const { name } = providerWords[provider];
  if (!name || !taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(`${name}-${number}`)) number++;
  return `${name}-${number}`;
}

/** The host of an address, as it is read aloud. */
export function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}

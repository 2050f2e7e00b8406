import type { ModelRef } from "@/lib/template/content";

/** The maker of a model. A judge tends to prefer the style of its own family. */
export type ModelFamily = (typeof families)[number]["key"];

// Recognised by name, because a gateway offers models of many makers.
const families = [
  {
    key: "openai",
    label: "OpenAI",
    pattern: /\b(chat)?gpt[-_]?[\w.]*|\bo[134](?:-(?:mini|pro|preview|deep-research))?\b|\bopenai\b/,
  },
  { key: "anthropic", label: "Anthropic", pattern: /\bclaude|\banthropic\b/ },
  { key: "google", label: "Google", pattern: /\bgemini|\bgemma|\bpalm\b|\bgoogle\b|\bvertex/ },
  { key: "meta", label: "Meta", pattern: /\b(meta-?)?(code)?llama|\bmeta\b/ },
  {
    key: "mistral",
    label: "Mistral",
    pattern: /\b(open-)?(mi[sx]tral|codestral|ministral|magistral|devstral|pixtral)/,
  },
  { key: "alibaba", label: "Alibaba", pattern: /\bqwen|\bqwq\b/ },
  { key: "deepseek", label: "DeepSeek", pattern: /\bdeepseek/ },
  { key: "xai", label: "xAI", pattern: /\bgrok|\bxai\b/ },
  { key: "cohere", label: "Cohere", pattern: /\bcommand(-[ar]|-light|\b)|\bcohere\b|\baya\b/ },
  { key: "microsoft", label: "Microsoft", pattern: /\bphi-?\d/ },
  { key: "amazon", label: "Amazon", pattern: /\bnova-|\btitan-/ },
] as const;

/** Returns the family of a model by its name, or else by its provider. Null: unknown. Pure. */
export function familyOf({ provider, name }: ModelRef): ModelFamily | null {
  const find = (text: string) => {
    const places = families.flatMap(({ key, pattern }) => {
      const at = text.toLowerCase().replaceAll("_", "-").search(pattern);
      return at < 0 ? [] : [{ key, at }];
    });
    return places.toSorted((one, other) => one.at - other.at)[0]?.key ?? null;
  };
  // A gateway name such as meta-llama/Llama-3: the last part is the model, the parts before it are the host.
  return find(name.split("/").at(-1) ?? name) ?? find(name) ?? find(provider);
}

/** The display name of the family. */
export const familyLabel = (family: ModelFamily): string => families.find(({ key }) => key === family)?.label ?? family;

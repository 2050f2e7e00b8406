/** Parameters by the AI SDK's names; the rest goes to the provider as it is written. */
export type CallSettings = {
  temperature?: number;
  topP?: number;
  topK?: number;
  maxOutputTokens?: number;
  stopSequences?: string[];
  seed?: number;
  presencePenalty?: number;
  frequencyPenalty?: number;
};

const numbers = {
  temperature: ["temperature"],
  topP: ["top_p", "topP"],
  maxOutputTokens: ["max_tokens", "max_completion_tokens", "max_output_tokens", "maxTokens", "maxOutputTokens"],
  seed: ["seed"],
  presencePenalty: ["presence_penalty", "presencePenalty"],
  frequencyPenalty: ["frequency_penalty", "frequencyPenalty"],
} as const;
const stops = ["stop", "stop_sequences", "stopSequences"];
// These are what the call itself is made of; a prompt's parameters do not replace them.
const ownFields = ["model", "messages", "input", "contents", "stream", "stream_options", "tools", "n"];

/** Splits a version's model parameters. What has an unusual type is left for the provider to refuse. Pure. */
export function splitParameters(parameters: Record<string, unknown> = {}): {
  settings: CallSettings;
  rest: Record<string, unknown>;
} {
  const rest = { ...parameters };
  const settings: CallSettings = {};
  for (const [setting, spellings] of Object.entries(numbers) as [keyof typeof numbers, readonly string[]][]) {
    for (const spelling of spellings) {
      const value = rest[spelling];
      if (typeof value !== "number" && value !== null) continue;
      if (value !== null) settings[setting] ??= value;
      delete rest[spelling];
    }
  }
  for (const spelling of stops) {
    const list = [rest[spelling] ?? []].flat();
    if (rest[spelling] === undefined || !list.every((one) => typeof one === "string")) continue;
    if (list.length > 0) settings.stopSequences ??= list;
    delete rest[spelling];
  }
  for (const field of ownFields) delete rest[field];
  return { settings, rest };
}

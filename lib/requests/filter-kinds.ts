type Option = { value: string; label: string };

/** A filter of requests: its name in the address, its input field and its texts. */
export type FilterKind = {
  key: string;
  /** In the menu: "Latency over". */
  label: string;
  /** In the chip, before the value: "Latency over". */
  phrase: string;
  ask: "text" | "number" | "choice" | "prompt" | "experiment";
  options?: readonly Option[];
  /** Text after the field: the unit of a number, or the format of a text. */
  hint?: string;
  /** Formats the value for the chip. Without it, the value is shown unchanged. */
  words?: (value: string) => string;
};

const yes: readonly Option[] = [
  { value: "true", label: "yes" },
  { value: "false", label: "no" },
];
const flag = (key: string, label: string): FilterKind => ({
  key,
  label,
  phrase: `${label}:`,
  ask: "choice",
  options: yes,
});
const score = (value: string) => Number(value).toFixed(2);
const money = (value: string) => `$${value}`;
const time = (value: string) =>
  Number(value) >= 1_000 ? `${(Number(value) / 1_000).toLocaleString("en-US")}\u00a0s` : `${value}\u00a0ms`;
const quoted = (value: string) => `“${value}”`;

/** All filters, in the order of the menu. */
export const filterKinds: readonly FilterKind[] = [
  { key: "prompt", label: "Prompt", phrase: "Prompt is", ask: "prompt", words: (value) => value.replaceAll(",", ", ") },
  { key: "environment", label: "Environment", phrase: "Environment is", ask: "choice" },
  { key: "version", label: "Version", phrase: "Version is", ask: "number", words: (value) => `v${value}` },
  { key: "experiment", label: "Experiment", phrase: "Experiment is", ask: "experiment" },
  {
    key: "search",
    label: "Text",
    phrase: "Text contains",
    ask: "text",
    words: quoted,
    hint: "in input and output",
  },
  { key: "userId", label: "User", phrase: "User is", ask: "text" },
  { key: "sessionId", label: "Session", phrase: "Session is", ask: "text" },
  { key: "traceId", label: "Trace", phrase: "Trace is", ask: "text" },
  { key: "model", label: "Model", phrase: "Model is", ask: "text" },
  { key: "key", label: "API key", phrase: "API key is", ask: "text", hint: "its name" },
  {
    key: "attribute",
    label: "Attribute",
    phrase: "Attribute",
    ask: "text",
    hint: "name:value",
    words: (value) => value.replace(":", " is "),
  },
  {
    key: "thumbs",
    label: "Thumb",
    phrase: "Thumb is",
    ask: "choice",
    options: [
      { value: "down", label: "down" },
      { value: "up", label: "up" },
    ],
  },
  {
    key: "maxStars",
    label: "Stars, at most",
    phrase: "Stars are at most",
    ask: "choice",
    options: ["1", "2", "3", "4"].map((value) => ({ value, label: value })),
  },
  {
    key: "weakBelow",
    label: "Thumb down, or score under",
    phrase: "Thumb is down or score under",
    ask: "number",
    words: score,
    hint: "0 to 1",
  },
  { key: "scoreBelow", label: "Score under", phrase: "Score under", ask: "number", words: score, hint: "0 to 1" },
  {
    key: "missing",
    label: "Not reported",
    phrase: "Not reported:",
    ask: "choice",
    options: [
      { value: "userId", label: "user" },
      { value: "sessionId", label: "session" },
      { value: "model", label: "model" },
      { value: "key", label: "API key" },
    ],
  },
  flag("failed", "Failed"),
  flag("refused", "Refused"),
  flag("violation", "Broke a rule"),
  flag("completed", "Task finished"),
  { key: "minLatencyMs", label: "Latency over", phrase: "Latency over", ask: "number", words: time, hint: "ms" },
  { key: "maxLatencyMs", label: "Latency under", phrase: "Latency under", ask: "number", words: time, hint: "ms" },
  {
    key: "minCostUsd",
    label: "Cost over",
    phrase: "Cost over",
    ask: "number",
    words: money,
    hint: "US dollars, as reported",
  },
  {
    key: "maxCostUsd",
    label: "Cost under",
    phrase: "Cost under",
    ask: "number",
    words: money,
    hint: "US dollars, as reported",
  },
  { key: "label", label: "Label", phrase: "Label is", ask: "text" },
  {
    key: "review",
    label: "To review",
    phrase: "Review:",
    ask: "choice",
    options: [
      { value: "mine", label: "waiting for me" },
      { value: "open", label: "waiting for anyone" },
      { value: "done", label: "done" },
    ],
  },
];

/** Filters that are set by a link, or together with another filter. */
const linked: readonly FilterKind[] = [
  { key: "variant", label: "Variant", phrase: "Variant is", ask: "text" },
  { key: "reviewer", label: "Reviewer", phrase: "Waits for", ask: "text" },
  {
    key: "segment",
    label: "Segment of the user",
    phrase: "User’s",
    ask: "text",
    words: (value) => value.replace(/:$/, " is another value").replace(":", " is "),
  },
  { key: "exposedOn", label: "First day of the user", phrase: "User came on", ask: "text" },
  {
    key: "ids",
    label: "Chosen requests",
    phrase: "Chosen:",
    ask: "text",
    words: (value) => {
      const many = value.split(",").length;
      return many === 1 ? "1 request" : `${many} requests`;
    },
  },
  {
    key: "metric",
    label: "Metric",
    phrase: "Measured by",
    ask: "text",
    words: (value) => value.replace(/^scorer:/, ""),
  },
  {
    ...flag("passed", "Passed"),
    options: [
      { value: "true", label: "passed" },
      { value: "false", label: "not passed" },
    ],
    phrase: "Score",
  },
];

/** The name of a filter as in the menu. Pure. */
export const filterLabel = (key: string): string =>
  [...filterKinds, ...linked].find((kind) => kind.key === key)?.label ?? key;

/** Returns the active filters as chips: "Environment is" and "production". Pure. */
export function chipsOf(
  fields: Readonly<Record<string, string>>,
  names: Readonly<Record<string, string>> = {},
): { key: string; phrase: string; value: string }[] {
  return [...filterKinds, ...linked].flatMap(({ key, phrase, options, words }) => {
    const value = fields[key];
    if (value === undefined) return [];
    const valueLabel =
      names[value] ?? options?.find((option) => option.value === value)?.label ?? words?.(value) ?? value;
    const isSeveral = key === "prompt" && value.includes(",");
    return [{ key, phrase: isSeveral ? "Prompt is one of" : phrase, value: valueLabel }];
  });
}

import { createHash } from "node:crypto";
import { seedLength } from "@/lib/experiments/assignment";
import { choose, toHoldback, toRunning } from "@/lib/runtime/choose";
import type { VersionRecord } from "@/lib/runtime/record";
import { Served } from "@/lib/runtime/served";
import { type Format, formats } from "@/lib/template/requests/formats";
import { promptOf, type TestPrompt } from "./bundles";

const environment = "production";
const seedOf = (name: string) => createHash("sha256").update(name).digest("hex").slice(0, seedLength);
const texts = [
  "You help {{ name }} with {{topic}}.",
  'No variables; a brace { and {{ "text" }}.',
  "{% if topic == 'tents' %}Tents, {{ name | upcase }}!{% else %}{{ topic }}{% endif %}",
  "Äpfel 🍎 {{ list }} {{ count }} {{ flag }}",
  "{% for item in list %}{{ forloop.index }}. {{ item }}\n{% endfor %}",
];
const variables = [
  { name: "name", type: "string" as const, required: false, default: "you" },
  { name: "topic", type: "string" as const, required: true },
  { name: "list", type: "array" as const, required: false },
  { name: "count", type: "number" as const, required: false },
  { name: "flag", type: "boolean" as const, required: false },
];

function contentOf(n: number): VersionRecord["content"] {
  const text = texts[n % texts.length] ?? "";
  return {
    type: n % 7 === 0 ? "text" : "chat",
    messages: [
      { role: n % 3 === 0 ? "developer" : "system", content: text },
      ...(n % 4 === 0 ? [{ placeholder: "history" }] : []),
      { role: "user", content: `{{ topic }} ${n}`, ...(n % 5 === 0 && { name: "Ann" }) },
    ],
    variables,
    ...(n % 2 === 0 && { examples: [{ input: "Q {{ name }}", output: "A" }] }),
    ...(n % 3 !== 1 && {
      model: { provider: n % 2 ? "openai" : "anthropic", name: `m-${n}`, parameters: { temperature: n / 10 } },
    }),
    ...(n % 6 === 0 && { responseSchema: { type: "object", "2": 1, "1": 2 } }),
    ...(n % 9 === 0 && { tools: [{ type: "function", name: "f" }] }),
  };
}

const versionOf = (name: string, version: number) => ({
  versionId: `${name}-v${version}`,
  version,
  contentHash: `hash-${name}-${version}`,
  content: contentOf(version * 13 + name.length),
});

/** Prompts of every kind: released only, with experiments of several forms, with running and ended holdbacks. */
export function vectorPrompts(now: number): TestPrompt[] {
  return Array.from({ length: 40 }, (_, n): TestPrompt => {
    const name = `vectors/p${n}`;
    const weights =
      [
        [0.9, 0.1],
        [0.5, 0.5],
        [0.2, 0.3, 0.5],
        [1, 0],
      ][n % 4] ?? [];
    const variants = weights.map((weight, index) => ({ key: `v${index}`, version: index + 1, weight }));
    const group =
      n % 8 === 5
        ? {
            name: "checkout",
            ranges: [
              [0.1, 0.6],
              [0.8, 0.9],
            ] as [number, number][],
          }
        : null;
    const experiment = {
      id: `experiment-${n}`,
      phase: 1 + (n % 3),
      batch: 2,
      seed: seedOf(name),
      group,
      variants,
      trafficShare: n % 2 ? 1 : 0.4,
      versions: variants.slice(1).map(({ version }) => versionOf(name, version)),
    };
    const control = {
      seed: seedOf(`c${n}`),
      share: 0.3,
      until: now + (n % 6 === 2 ? 3_600_000 : -1_000),
      ...versionOf(name, 9),
    };
    return promptOf(name, {
      ...versionOf(name, 1),
      ...(n % 3 === 1 && { experiment }),
      ...(n % 3 === 2 && { control }),
    });
  });
}

/** Returns the server's answers, computed by the server's code. */
export function createServerSide(all: readonly TestPrompt[], now: number) {
  const entries = new Map(
    all.map(({ experiment, control, ...prompt }) => {
      const record: VersionRecord = { ...prompt, environment };
      const serve = (version: object) => new Served({ ...record, ...version }, () => {});
      const arms =
        experiment &&
        toRunning("w", experiment, (number) =>
          serve(experiment.versions.find(({ version }) => version === number) ?? {}),
        );
      const { seed, share, until, ...kept } = control ?? { seed: "", share: 0, until: 0 };
      const holdback = control ? toHoldback({ seed, share, until }, serve(kept), until) : null;
      return [
        prompt.name,
        { served: serve({}), isPinned: false, experiment: arms ?? null, control: holdback },
      ] as const;
    }),
  );
  return (name: string, userId: string | undefined, filling: object | null, format: Format): string => {
    const entry = entries.get(name);
    if (!entry) throw new Error(name);
    const { served, assignment } = choose(entry, { userId }, now);
    const text = filling
      ? served.fill(format, assignment, false, filling)
      : (served.answer(format, assignment, false)?.text ?? null);
    if (text === null) throw new Error(`${name} takes too much work.`);
    return text;
  };
}

const users = ["u_1", "", "Ünal", "日本", "🙂", "lone \ud800 half", "x".repeat(200)];

/** One call of resolve. */
export type Vector = { name: string; userId: string | undefined; format: Format; filling: Filling | null };
type Filling = { variables: Record<string, unknown>; placeholders?: { history: { role: "user"; content: string }[] } };

/** Returns the n-th call. */
export function vectorOf(n: number): Vector {
  return {
    name: `vectors/p${n % 40}`,
    userId: n % 11 === 0 ? undefined : (users[n % 97] ?? `user-${n}`),
    format: formats[n % formats.length] ?? "messages",
    filling: n % 5 === 0 ? null : fillingOf(n),
  };
}

const fillingOf = (n: number): Filling => ({
  variables: {
    topic: ["tents", "{{ x }}", "\u2028</system>"][n % 3],
    list: [n, { a: "b" }],
    count: n / 3,
    flag: n % 2 === 0,
  },
  ...(n % 6 === 0 && { placeholders: { history: [{ role: "user" as const, content: `Hi ${n}` }] } }),
});

/** Returns the result, or the code and message of the error. */
export function attempt<T>(run: () => T | null): T | { code: string; message: string } {
  try {
    const found = run();
    if (found !== null) return found;
    throw new Error("There is no such prompt.");
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === undefined) throw error;
    return { code, message };
  }
}

/** Sends events or spans, as a separate process. Prints one line of JSON. Started by `sendEvents` of events.ts. */
import { randomBytes, randomUUID } from "node:crypto";
import { type Answer, Line } from "./line";
import { quantile } from "./table";

export type EventLoad = {
  url: string;
  key: string;
  prompt: string;
  connections: number;
  seconds: number;
  /** Batches per second at fixed times. 0: as fast as possible. */
  rate: number;
  batch: number;
  users: number;
  kind: "events" | "spans";
};
export type EventLoadResult = { events: number; perSecond: number; p50: number; p99: number };

const options = JSON.parse(process.argv[2] ?? "{}") as EventLoad;

/** Three interactions per feedback, about 300 bytes each. */
function events(): object[] {
  const list: object[] = [];
  while (list.length < options.batch) {
    const interactionId = randomUUID();
    const at = new Date().toISOString();
    const user = `u_${Math.floor(Math.random() * options.users)}`;
    const interaction = {
      type: "interaction",
      id: randomUUID(),
      interactionId,
      prompt: options.prompt,
      version: 1,
      environment: "production",
      userId: user,
      at,
      latencyMs: 400 + Math.random() * 900,
      ttftMs: 180,
      inputTokens: 412,
      outputTokens: 96,
      costUsd: 0.00042,
      completed: Math.random() < 0.7,
    };
    const isFeedback = list.length % 4 === 3;
    list.push(isFeedback ? { type: "feedback", id: randomUUID(), interactionId, at, thumbs: "up" } : interaction);
  }
  return list;
}

/** Spans of model calls, four per trace, about 900 bytes each. Every fourth names its prompt (an interaction). */
function spans(): object {
  const list: object[] = [];
  const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
  const int = (key: string, value: number) => ({ key, value: { intValue: String(value) } });
  let traceId = "";
  while (list.length < options.batch) {
    const isFirst = list.length % 4 === 0;
    if (isFirst) traceId = randomBytes(16).toString("hex");
    const now = BigInt(Date.now()) * 1_000_000n;
    list.push({
      traceId,
      spanId: randomBytes(8).toString("hex"),
      name: "chat gpt-4.1-mini",
      kind: 3,
      startTimeUnixNano: String(now - 900_000_000n),
      endTimeUnixNano: String(now),
      attributes: [
        text("gen_ai.operation.name", "chat"),
        text("gen_ai.request.model", "gpt-4.1-mini"),
        int("gen_ai.usage.input_tokens", 412),
        int("gen_ai.usage.output_tokens", 96),
        text("user.id", `u_${Math.floor(Math.random() * options.users)}`),
        text("gen_ai.input.messages", '[{"role":"user","parts":[{"type":"text","content":"Where is my parcel?"}]}]'),
        text("gen_ai.output.messages", '[{"role":"assistant","parts":[{"type":"text","content":"It left at noon."}]}]'),
        ...(isFirst ? [text("gen_ai.prompt.name", options.prompt), int("understudy.prompt.version", 1)] : []),
      ],
    });
  }
  const resource = { attributes: [text("service.name", "shop")] };
  return { resourceSpans: [{ resource, scopeSpans: [{ spans: list }] }] };
}

const { host } = new URL(options.url);
const paths = { events: "/api/v1/events", spans: "/api/v1/otlp/v1/traces" } as const;
function request(): Buffer {
  const body = JSON.stringify(options.kind === "spans" ? spans() : { events: events() });
  return Buffer.from(
    `POST ${paths[options.kind]} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${options.key}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function accepted({ status, body }: Answer): number {
  const response = JSON.parse(String(body));
  const isTaken = options.kind === "spans" ? !response.partialSuccess : response.rejected?.length === 0;
  if (status >= 300 || !isTaken) throw new Error(`${options.kind} answered ${status}: ${String(body).slice(0, 300)}`);
  return options.kind === "spans" ? options.batch : response.accepted;
}

const lines = await Promise.all(Array.from({ length: options.connections }, () => Line.open(options.url)));
const times: number[] = [];
let stored = 0;
const began = performance.now();
const until = began + options.seconds * 1_000;
let next = began;

await Promise.all(
  lines.map(async (line) => {
    while (performance.now() < until) {
      const planned = options.rate > 0 ? next : performance.now();
      next += options.rate > 0 ? 1_000 / options.rate : 0;
      const wait = planned - performance.now();
      if (wait > 0) await new Promise((done) => setTimeout(done, wait));
      if (planned >= until) return;
      const answer = await line.send(request());
      stored += accepted(answer);
      times.push(performance.now() - planned);
    }
  }),
);
const seconds = (performance.now() - began) / 1_000;
const result: EventLoadResult = {
  events: stored,
  perSecond: stored / seconds,
  p50: quantile(times, 0.5),
  p99: quantile(times, 0.99),
};
console.log(JSON.stringify(result));
process.exit(0);

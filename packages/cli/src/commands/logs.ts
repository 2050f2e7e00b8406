import { type Command, text } from "../command";
import { exits, Failure, misuse } from "../failure";

type Interaction = {
  id: string;
  interactionId: string;
  at: string;
  prompt: string;
  version: number;
  environment: string;
  userId: string | null;
  model: string | null;
  latencyMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  costUsd: number | null;
  /** The list price, if no cost was reported. Servers before 0.4 do not send it. */
  pricedUsd?: number | null;
  error: string | null;
  outputExcerpt: string | null;
};

const most = 500;
const pollMs = () => Number(process.env.UNDERSTUDY_POLL_MS ?? 2_000);
/** Reports may arrive late, so the last 60 seconds are requested again. */
const overlapMs = 60_000;

// Answers may contain terminal sequences, which are removed.
const printable = (text: string) => text.replace(/\p{Cc}+/gu, " ");

function costText({ costUsd, pricedUsd }: Interaction): string {
  if (costUsd !== null) return `$${costUsd.toFixed(5)}`;
  return pricedUsd ? `≈$${pricedUsd.toFixed(5)}` : "-";
}

function line(one: Interaction): string {
  const cells = [
    one.at.replace("T", " ").slice(0, 19),
    `${one.prompt} v${one.version}`,
    one.environment,
    one.model ?? "-",
    one.latencyMs === null ? "-" : `${Math.round(one.latencyMs)} ms`,
    one.inputTokens === null && one.outputTokens === null
      ? "-"
      : `${one.inputTokens ?? "?"}→${one.outputTokens ?? "?"}`,
    costText(one),
    one.error ? `error: ${one.error}` : (one.outputExcerpt ?? ""),
  ];
  return printable(cells.join("  ")).slice(0, process.stdout.columns || 200);
}

const temporary = ["server_unreachable", "service_unavailable", "database_unavailable", "rate_limited"];
const isTemporary = (error: unknown): error is Failure =>
  error instanceof Failure && (temporary.includes(error.code) || /^http_50[234]$/.test(error.code));

export const logs: Command = {
  name: "logs",
  summary: "show requests, oldest first",
  usage: "",
  positionals: { least: 0, most: 0 },
  options: {
    follow: { type: "boolean", short: "f", help: "follow new requests; stop with Ctrl-C" },
    prompt: { type: "string", value: "NAME", help: "only requests of this prompt" },
    environment: { type: "string", value: "ENV", help: "only requests of this environment" },
    lines: { type: "string", short: "n", value: "COUNT", help: "the number of past requests; default: 20" },
  },
  notes: "With --json, each line is one request.",
  async run({ values, isJson, api: connect }) {
    const count = Number(text(values, "lines") ?? 20);
    if (!Number.isInteger(count) || count < 0 || count > most) throw misuse(`--lines is a number from 0 to ${most}.`);
    const filter = { prompt: text(values, "prompt"), environment: text(values, "environment") };
    const api = await connect();
    const print = (one: Interaction) => console.log(isJson ? JSON.stringify(one) : line(one));
    const seen = new Map<string, number>();
    let newest = Date.now();
    const past: Interaction[] = [];
    if (count > 0)
      for await (const one of api.all<Interaction>("/interactions", filter)) if (past.push(one) >= count) break;
    for (const one of past.reverse()) {
      seen.set(one.id, Date.parse(one.at));
      newest = Math.max(newest, Date.parse(one.at));
      print(one);
    }
    // Requests from before the start of the command are not new.
    const begunAt = past.length > 0 ? Date.parse(past[0]?.at ?? "") : newest;
    let isStopped = false;
    process.once("SIGINT", () => {
      isStopped = true;
    });
    let isAway = false;
    while (values.follow && !isStopped) {
      await new Promise((wake) => setTimeout(wake, pollMs()));
      const from = new Date(Math.max(begunAt, newest - overlapMs)).toISOString();
      const fresh: Interaction[] = [];
      try {
        for await (const one of api.all<Interaction>("/interactions", { ...filter, from }))
          if (!seen.has(one.id)) fresh.push(one);
        isAway = false;
      } catch (error) {
        // A server that restarts does not end the command. It is reported once.
        if (!isTemporary(error)) throw error;
        if (!isAway) console.error(`understudy: ${error.message}`);
        isAway = true;
        continue;
      }
      for (const one of fresh.reverse()) {
        seen.set(one.id, Date.parse(one.at));
        newest = Math.max(newest, Date.parse(one.at));
        print(one);
      }
      for (const [id, at] of seen) if (at < newest - 2 * overlapMs) seen.delete(id);
    }
    return exits.ok;
  },
};

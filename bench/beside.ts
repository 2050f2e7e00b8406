/** Measures how other work of an instance affects the latency of resolve. */
import { request } from "node:http";
import type { RunningServer } from "@/e2e/support/server";
import { bodyFor, content } from "./calls";
import { stageEvaluation } from "./evaluation";
import { sendEvents } from "./events";
import type { LoadResult } from "./load";
import { manage, move, runtimeHeaders } from "./prompts";
import { bareServer, database, measure, product, sameBytes } from "./stage";
import { type BenchRow, median, milliseconds, type Table } from "./table";

const rounds = 3;
const seconds = 5;
const prompt = "bench/answer";

/** Work that runs until it is stopped. Its responses are ignored. */
type BackgroundLoad = { what: string; begin: (server: RunningServer) => () => Promise<void> };

/** Created once, because its objects have fixed names. */
let evaluationsOf: ReturnType<typeof stageEvaluation> | undefined;

const longestOf = (results: readonly LoadResult[]) => Math.max(...results.map((result) => result.longest));

/** Runs `step` repeatedly, in this many concurrent loops. */
function repeatedly(places: number, step: () => Promise<unknown>): () => Promise<void> {
  let isOver = false;
  const loop = async () => {
    while (!isOver) await step().catch(() => {});
  };
  const running = Promise.all(Array.from({ length: places }, loop));
  return async () => {
    isOver = true;
    await running;
  };
}

async function signIn({ url, credentials }: RunningServer): Promise<string> {
  const cookies = (response: Response) => response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  const first = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const { email, password } = credentials;
  const signedIn = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookies(first).join("; "), "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  });
  return [...cookies(first), ...cookies(signedIn)].join("; ");
}

const pages: BackgroundLoad = {
  what: "4 people on pages",
  begin(server) {
    const cookie = signIn(server);
    return repeatedly(4, async () => {
      const response = await fetch(`${server.url}/${server.credentials.workspace}/prompts`, {
        headers: { cookie: await cookie },
      });
      await response.text();
    });
  },
};

const imports: BackgroundLoad = {
  what: "plans of large imports",
  begin(server) {
    const message = "You answer customers of a bicycle shop. {{ question }}\n".repeat(300);
    const files = Array.from({ length: 200 }, (_, index) => ({
      name: `imported/p${index}.prompt`,
      text: `---\nmodel: openai/gpt-4o-mini\n---\n${message}`,
    }));
    return repeatedly(1, () => manage(server, "/import/plan", { files }));
  },
};

const evaluations: BackgroundLoad = {
  what: "evaluations",
  begin(server) {
    evaluationsOf ??= stageEvaluation(server);
    const staged = evaluationsOf;
    return repeatedly(1, async () => (await staged).evaluate());
  },
};

const events: BackgroundLoad = {
  what: "2,000 events a second",
  begin(server) {
    const sending = sendEvents(server, { prompt, rate: 4, seconds });
    return async () => void (await sending);
  },
};

const piece = Buffer.alloc(64 * 1024, "1,");

/** Sends 30 MB declared as JSON, from one small buffer, because a busy sender would distort the measurement. */
function sendLarge(url: string): Promise<unknown> {
  return new Promise((done) => {
    const length = 480 * piece.length;
    const headers = { "content-type": "application/json", "content-length": length };
    const call = request(url, { method: "POST", headers });
    call.on("response", (response) => response.resume().on("end", done)).on("error", done);
    let left = 480;
    const send = () => {
      let hasRoom = true;
      for (; left > 0 && hasRoom && !call.destroyed; left--) hasRoom = call.write(piece);
      if (left > 0) call.once("drain", send);
      else call.end();
    };
    send();
  });
}

/** The most expensive input that a tenant may send: slow templates, bodies that are too large, upgrades. */
const hostile: BackgroundLoad = {
  what: "a hostile tenant",
  begin(server) {
    const headers = { ...runtimeHeaders(server.credentials), "content-type": "application/json" };
    const slow = () =>
      fetch(`${server.url}/api/v1/prompts/resolve`, {
        method: "POST",
        headers,
        body: JSON.stringify({ name: "bench/slow", environment: "production", variables: {} }),
      }).then((response) => response.text());
    const large = () => sendLarge(`${server.url}/api/auth/callback/credentials`);
    const upgrade = () =>
      new Promise((done) => {
        const call = request(`${server.url}/_next/webpack-hmr`, {
          headers: { connection: "Upgrade", upgrade: "websocket" },
        });
        call.on("response", (response) => response.resume().on("end", done)).on("error", done);
        call.end();
      });
    const stops = [repeatedly(1, slow), repeatedly(1, large), repeatedly(1, upgrade)];
    return async () => void (await Promise.all(stops.map((stop) => stop())));
  },
};

export async function beside(): Promise<Table> {
  const table = await measureBeside(await product({ DATABASE_URL: await database() }));
  await (await evaluationsOf)?.provider.stop();
  return table;
}

/** The same measurement on a running server. */
export async function measureBeside(server: RunningServer): Promise<Table> {
  await manage(server, "/prompts", { name: prompt, content: content("") });
  await move(server, "promote", prompt, 1);
  const loop = { role: "user", content: "{% for i in (1..4000) %}{{ i }}{{ i }}{% endfor %}" };
  await manage(server, "/prompts", { name: "bench/slow", content: { type: "chat", messages: [loop, loop, loop] } });
  await move(server, "promote", "bench/slow", 1);
  const url = `${server.url.replace("localhost", "127.0.0.1")}/api/v1/prompts/resolve`;
  const headers = runtimeHeaders(server.credentials);
  const body = bodyFor(prompt);
  // The rate is low, so that the load's own processor time does not distort the measurement.
  const ask = (to: string) => measure({ url: to, headers, body, connections: 8, seconds, rate: 200, isGentle: true });
  const askDuring = async (to: string, begin: BackgroundLoad["begin"]) => {
    const end = begin(server);
    const result = await ask(to);
    await end();
    return result;
  };
  // The latency of an idle server beside the same work is the share of the machine.
  const bare = await bareServer(await sameBytes(url, headers, body));
  await ask(url);
  const rows: BenchRow[] = [];
  for (const { what, begin } of [pages, imports, evaluations, events, hostile]) {
    const alone: LoadResult[] = [];
    const together: LoadResult[] = [];
    const bareTogether: LoadResult[] = [];
    for (let count = 0; count < rounds; count++) {
      alone.push(await ask(url));
      together.push(await askDuring(url, begin));
      bareTogether.push(await askDuring(bare.url, begin));
    }
    const of = (results: LoadResult[], key: "p50" | "p99") => median(results.map((result) => result[key]));
    const longest = longestOf(together);
    const [before, after] = [of(alone, "p99"), of(together, "p99")];
    const change = (key: "p50" | "p99") =>
      `${key} ${milliseconds(of(alone, key))} → ${milliseconds(of(together, key))}`;
    const bareTimes = `p99 ${milliseconds(of(bareTogether, "p99"))}, longest ${milliseconds(longestOf(bareTogether))}`;
    rows.push({
      what: `beside ${what}`,
      result: `${change("p50")}, ${change("p99")}, longest ${milliseconds(longest)} (bare server beside it: ${bareTimes})`,
      goal: "p99 ≤ 1.5 × or + 5 ms, longest ≤ 100 ms",
      isMet: after <= Math.max(before * 1.5, before + 5) && longest <= 100,
    });
  }
  return { title: `The README's call, 200 a second, alone and beside other work (medians of ${rounds} rounds)`, rows };
}

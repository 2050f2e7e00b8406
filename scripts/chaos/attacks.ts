/** The most expensive input of strangers and tenants. Each attack runs in a separate process (`attacker.ts`). */

import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** The target, and the keys of the attacking tenant. */
export type Target = { url: string; managementUrl: string; manageKey: string; runtimeKey: string };
/** Sends once. Resolves with the response: a status, and a code if there is one. */
type Strike = () => Promise<string>;
/** Creates what an attack needs, then returns the strikes, which are repeated. */
type Attack = (target: Target) => Promise<Strike[]>;

async function answered(response: Response): Promise<string> {
  const { code } = (await response.json().catch(() => ({}))) as { code?: string };
  return code ? `${response.status} ${code}` : String(response.status);
}

function caller({ managementUrl, manageKey }: Target) {
  const call = (path: string, body?: object, method = body ? "POST" : "GET") =>
    fetch(`${managementUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${manageKey}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
  const make = async <T>(path: string, body: object, method?: string): Promise<T> => {
    const response = await call(path, body, method);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  return { call, make };
}

/** Sends `size` bytes. "cut": the connection was closed before a response. */
const sendBytes = (target: Target, path: string, size: number, headers: Record<string, string>) =>
  new Promise<string>((done) => {
    const sending = request(`${target.url}${path}`, {
      method: "POST",
      agent: false,
      headers: { "content-length": String(size), ...headers },
    });
    // The server may respond and close before it has read everything. Later writes then fail.
    sending.on("socket", (socket) => socket.on("error", () => {}));
    sending.on("response", (answer) => {
      answer.resume();
      done(String(answer.statusCode));
    });
    sending.on("error", () => done("cut"));
    sending.end(Buffer.alloc(size, "[").fill('{"a":', 0, 5));
  });

const bodies: Attack = async (target) => {
  const json = { "content-type": "application/json" };
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const action = { "content-type": "text/plain;charset=UTF-8", "next-action": "00".repeat(21) };
  return [
    () => sendBytes(target, "/api/auth/callback/credentials", 30_000_000, json),
    () => sendBytes(target, "/api/auth/_log", 30_000_000, form),
    () => sendBytes(target, "/sign-in", 19_000_000, action),
  ];
};

/** Sends a text over a socket, then one byte at intervals. "closed" when the server closes the connection. */
const drip = (target: Target, text: string, everyMs: number) =>
  new Promise<string>((done) => {
    const socket = connect(Number(new URL(target.url).port), "127.0.0.1");
    const dripping = setInterval(() => socket.write("x"), everyMs);
    let received = "";
    socket.on("data", (data) => {
      received += data;
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      clearInterval(dripping);
      done(/^HTTP\/1\.1 (\d+)/.exec(received)?.[1] ?? "closed");
    });
    setTimeout(() => socket.destroy(), 5_000);
    socket.write(text);
  });

const sockets: Attack = async (target) => {
  const upgrade = "GET /_next/webpack-hmr HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  const slowHeader = "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ";
  const slowBody = "POST /api/v1/prompts/resolve HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n{";
  const upgrades: Strike = async () => {
    await sleep(10);
    return drip(target, upgrade, 1_000);
  };
  const many = (text: string) => Array.from({ length: 100 }, () => () => drip(target, text, 200));
  return [upgrades, upgrades, ...many(slowHeader), ...many(slowBody)];
};

/** Sends bytes over a socket and reads nothing until `heldMs` have passed, then closes it. */
const hold = (target: Target, bytes: string, heldMs: number) =>
  new Promise<string>((done) => {
    const socket = connect(Number(new URL(target.url).port), "127.0.0.1").pause();
    let received = "";
    socket.on("data", (data) => {
      received += data;
    });
    socket.on("error", () => {});
    socket.on("close", () => done(/^HTTP\/1\.1 (\d+)/.exec(received)?.[1] ?? "closed"));
    setTimeout(() => socket.resume(), heldMs);
    setTimeout(() => socket.destroy(), heldMs + 500);
    socket.write(bytes);
  });

const unread: Attack = async (target) => {
  const documents = "GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20);
  const head = `POST /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${target.runtimeKey}\r\nContent-Type: application/json\r\nContent-Length: 4000000\r\n\r\n`;
  const batch = head + "[".repeat(3_999_999);
  const many = (text: string) => Array.from({ length: 40 }, () => () => hold(target, text, 4_000));
  return [...many(documents), ...many(batch)];
};

/** Makes validation exponential: each level is validated several times as often as the one above. */
const twice = { properties: { a: { $ref: "#/$defs/n" } } };
const explosive = { $ref: "#/$defs/n", $defs: { n: { allOf: [twice, twice, twice] } } };
const nested = `${'{"a":'.repeat(30)}1${"}".repeat(30)}`;
const bombs = [1, 2, 3].map((number) => ({
  id: `bomb-${number}`,
  name: `Bomb ${number}`,
  dimension: "format",
  threshold: 1,
  type: "json_schema",
  schema: { ...explosive, $comment: String(number) },
}));

const schemas: Attack = async (target) => {
  const { call, make } = caller(target);
  const prompt = `hostile/${randomUUID()}`;
  const path = `/prompts/${encodeURIComponent(prompt)}`;
  await make("/prompts", { name: prompt, content: { type: "text", messages: [{ role: "user", content: "x" }] } });
  await make(`${path}/promote`, { version: 1, environment: "production", reason: "chaos" });
  const { id } = await make<{ id: string }>("/suites", { name: prompt });
  const { cases } = await make<{ cases: { key: string }[] }>(`/suites/${id}/cases`, { cases: [{ variables: {} }] });
  const [first] = cases;
  await make(`${path}/online-evaluations/production`, { sampleRate: 1, scorers: bombs }, "PUT");
  const tryAll: Strike = async () =>
    answered(await call(`/suites/${id}/scorers/try`, { caseKey: first?.key, output: nested, scorers: bombs }));
  const report: Strike = async () => {
    const events = Array.from({ length: 5 }, () => {
      const interactionId = randomUUID();
      const at = new Date().toISOString();
      const used = { prompt, version: 1, environment: "production", output: nested };
      return { type: "interaction", id: interactionId, interactionId, at, ...used };
    });
    const response = await fetch(`${target.url}/api/v1/events`, {
      method: "POST",
      headers: { authorization: `Bearer ${target.runtimeKey}`, "content-type": "application/json" },
      body: JSON.stringify({ events }),
    });
    const { rejected } = (await response.json()) as { rejected?: { code: string }[] };
    await sleep(500);
    return `${response.status} ${rejected?.[0]?.code ?? ""}`.trim();
  };
  return [tryAll, tryAll, tryAll, report];
};

const loops: Attack = async (target) => {
  const { make } = caller(target);
  const name = `hostile/${randomUUID()}`;
  const loop = { role: "user", content: "{% for i in (1..4000) %}{{ i }}{{ i }}{% endfor %}" };
  await make("/prompts", { name, content: { type: "chat", messages: Array.from({ length: 200 }, () => loop) } });
  const path = `/prompts/${encodeURIComponent(name)}/promote`;
  await make(path, { version: 1, environment: "production", reason: "chaos" });
  const resolve: Strike = async () =>
    answered(
      await fetch(`${target.url}/api/v1/prompts/resolve`, {
        method: "POST",
        headers: { authorization: `Bearer ${target.runtimeKey}`, "content-type": "application/json" },
        body: JSON.stringify({ name, variables: {} }),
      }),
    );
  return [resolve, resolve, resolve, resolve];
};

/** Words in a pseudo-random order for each seed. */
const words = (seed: number, count: number) =>
  Array.from({ length: count }, (_, index) => `w${(seed * 7919 + index * 104_729) % 5_000}`).join(" ");
const long = (seed: number) => ({
  type: "chat",
  messages: Array.from({ length: 200 }, (_, index) => ({ role: "user", content: words(seed + index, 180) })),
});

const inputs: Attack = async (target) => {
  const { call, make } = caller(target);
  const name = `hostile/${randomUUID()}`;
  const path = `/prompts/${encodeURIComponent(name)}`;
  await make("/prompts", { name, content: long(1) });
  const copy = await make<{ id: string }>(`${path}/drafts`, { name: "copy" });
  await make(`${path}/versions`, { content: long(1_000), draftCopyId: copy.id });
  await make(`${path}/versions`, { content: long(2_503) });
  const { id } = await make<{ id: string }>("/suites", { name });
  const lines = Array.from({ length: 25_000 }, (_, index) => `  key${index}: { a: ["x", "y"], b: ${index} }`);
  const text = `---\nmodel: openai/gpt-4o\nextra:\n${lines.join("\n")}\n---\nHello {{a}}`;
  const rows = Array.from({ length: 10_000 }, (_, row) => `${row},"${words(row, 60)}"`).join("\n");
  const csv = { format: "csv", text: `question,expected\n${rows}`, isDryRun: true };
  return [
    async () => answered(await call("/import/plan", { files: [{ name: "large.prompt", text }] })),
    async () => answered(await call(`${path}/diff?from=1&to=3`)),
    async () => answered(await call(`${path}/drafts/${copy.id}/merge`)),
    async () => answered(await call(`/suites/${id}/import`, csv)),
  ];
};

export const attacks = { bodies, sockets, unread, schemas, loops, inputs };
export type AttackName = keyof typeof attacks;

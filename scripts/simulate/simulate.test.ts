import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { offlineAnswer } from "@/lib/evaluation/models/offline/answer";
import { mulberry32 } from "@/lib/experiments/statistics";
import { checkServer, connect } from "./api";
import { Application, type SimulatedAnswer } from "./application";
import { flops } from "./flops";
import { readOptions, Trouble } from "./options";
import { opinionsOf } from "./people";
import { deskMessages, mails } from "./questions";
import { shares } from "./report";
import { type Scene, scenes } from "./scenes";
import { Story } from "./story";

describe("the command line", () => {
  const dir = mkdtempSync(join(tmpdir(), "simulate-"));
  afterAll(() => rmSync(dir, { recursive: true }));
  const keys = { runtime: { production: "rt" }, manage: "mg" };
  const credentials = { url: "http://localhost:3000", workspace: "fernway", email: "", password: "", apiKeys: keys };
  writeFileSync(join(dir, "credentials.json"), JSON.stringify(credentials));

  test("overrides credentials.json", () => {
    expect(readOptions([], dir)).toMatchObject({
      url: credentials.url,
      key: "rt",
      manageKey: "mg",
      rate: 12,
      minutes: 5,
    });
    expect(readOptions(["--flop", "--rate", "9"], dir)).toMatchObject({ isFlop: true, rate: 9, workspace: "fernway" });
    const own = readOptions(["--url", "http://shop.example/", "--key", "k"], "/nowhere");
    expect(own).toMatchObject({ url: "http://shop.example", key: "k", manageKey: null });
    expect(readOptions(["--help"], "/nowhere")).toBeNull();
  });

  test.each([
    [[], "/nowhere", /There is no .*credentials\.json.*npm start/],
    [["--rate", "many"], dir, /--rate is a number from 0\.1 to 500\. Got "many"/],
    [["--flop", "--key", "k", "--url", "http://x"], dir, /takes a manage key/],
    [["--prompt", "a/b"], dir, /--prompt goes with --flop/],
    [["--fast"], dir, /--fast/],
  ])("%j: reports what is wrong", (args, folder, words) => {
    expect(() => readOptions(args, folder)).toThrow(Trouble);
    expect(() => readOptions(args, folder)).toThrow(words);
  });
});

describe("a worse version", { timeout: 60_000 }, () => {
  const breaks = (prompt: string, message: string, content: object) => {
    const flop = flops.find((one) => one.prompt === prompt);
    const scene = scenes.find((one) => one.prompt === prompt) as Scene;
    const answer = ({ messages, model, responseSchema }: ReturnType<NonNullable<typeof flop>["worsen"]>) =>
      offlineAnswer({
        provider: "offline",
        name: "understudy-offline",
        parameters: model?.parameters ?? {},
        messages: [...(messages as { role: "system"; content: string }[]), { role: "user", content: message }],
        ...(responseSchema && { responseSchema }),
      }).text;
    const before = { type: "chat", ...content } as Parameters<NonNullable<typeof flop>["worsen"]>[0];
    const kept = structuredClone(before);
    const faults = [scene.fault(answer(before)), flop && scene.fault(answer(flop.worsen(before)))];
    expect(before).toEqual(kept);
    return faults;
  };
  const system = (content: string) => [{ role: "system", content }];

  test("of the reply breaks some answers off, and none before", () => {
    const all = mails.map((mail) => breaks("support/reply", mail, { messages: system("Answer Lena Vogel.") }));
    expect(all.filter(([before]) => before !== null)).toEqual([]);
    const broken = all.filter(([, after]) => after !== null).length / all.length;
    expect(broken).toBeGreaterThan(0.12);
    expect(broken).toBeLessThan(0.9);
  });

  test("of the triage names an unknown queue, for messages about orders", () => {
    const queue = { enum: ["delivery", "payment", "product", "other"] };
    const properties = { queue, urgency: { type: "integer", minimum: 1, maximum: 3 } };
    const responseSchema = { type: "object", properties, required: ["queue", "urgency"] };
    const content = { messages: system("Queues: delivery, payment, product, other."), responseSchema };
    const all = deskMessages.map((message) => [message, ...breaks("support/triage", message, content)] as const);
    expect(all.filter(([, before]) => before !== null)).toEqual([]);
    const aboutOrders = all.filter(([message]) => message.toLowerCase().includes("order"));
    expect(aboutOrders.every(([, , after]) => after === 'the desk has no queue "order"')).toBe(true);
    expect(aboutOrders.length / all.length).toBeGreaterThan(0.3);
  });
});

describe("people", () => {
  const share = (isUsable: boolean, of: (event: Record<string, unknown>) => boolean) => {
    const random = mulberry32(3);
    const all = Array.from({ length: 4_000 }, () => opinionsOf(isUsable, random)).flat();
    return all.filter(({ event }) => of(event)).length;
  };

  test("rate useful answers well, and change or repeat others", () => {
    const up = ({ thumbs }: Record<string, unknown>) => thumbs === "up";
    expect(share(true, up)).toBeGreaterThan(4 * share(false, up));
    expect(share(false, ({ edited }) => edited === true)).toBeGreaterThan(
      4 * share(true, ({ edited }) => edited === true),
    );
  });

  test("sometimes give feedback much later", () => {
    const random = mulberry32(4);
    const delays = Array.from({ length: 2_000 }, () => opinionsOf(true, random)).flatMap((all) =>
      all.map(({ afterMs }) => afterMs),
    );
    expect(Math.min(...delays)).toBeGreaterThan(500);
    expect(delays.filter((ms) => ms > 30_000).length / delays.length).toBeGreaterThan(0.02);
  });
});

test("reports shares of versions if there are several", () => {
  expect(shares(new Map([[4, 10]]))).toBe("v4");
  const several: [number, number][] = [
    [2, 30],
    [1, 10],
  ];
  expect(shares(new Map(several))).toBe("v1 25 %, v2 75 %");
});

describe("the shop against a server", { timeout: 60_000 }, () => {
  type Event = { id: string; type: string; interactionId: string; version?: number; output?: unknown };
  let url = "";
  let batches: Event[][] = [];
  let isAway = false;
  let dropped = 0;
  const version = 1;
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      const answer = (status: number, body: unknown, headers = {}) =>
        response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
      if (isAway) {
        if (path.startsWith("/api/v1/events")) dropped++;
        return request.socket.destroy();
      }
      if (path === "/readyz") return answer(200, {});
      if (request.headers.authorization !== "Bearer right")
        return answer(401, { code: "invalid_api_key", detail: "This is not an Understudy API key." });
      if (path.startsWith("/api/v1/events")) {
        const { events } = JSON.parse(text) as { events: Event[] };
        batches.push(events);
        return answer(202, { accepted: events.length, duplicates: 0, rejected: [] });
      }
      if (request.method === "GET") return answer(404, { code: "not_found" });
      const { name } = JSON.parse(text) as { name: string };
      if (name !== "support/reply") return answer(404, { code: "not_found" });
      const messages = [
        { role: "system", content: "Answer." },
        { placeholder: "history" },
        { role: "user", content: "Hi, where is it?" },
      ];
      answer(
        200,
        { version, messages, model: null, assignment: { reason: "release", variant: null } },
        { "x-interaction-id": `i-${Math.random()}` },
      );
    });
  });
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((done) => server.close(done)));
  beforeEach(() => {
    batches = [];
    isAway = false;
  });

  const play = async (during: (application: Application) => Promise<unknown>) => {
    const answers: SimulatedAnswer[] = [];
    const settings = {
      scenes,
      rate: 100,
      random: mulberry32(1),
      onAnswer: (one: SimulatedAnswer) => answers.push(one),
    };
    const application = new Application(connect(url, "right"), settings);
    const ending = new AbortController();
    const run = application.run(ending.signal);
    await during(application);
    ending.abort();
    await run;
    return { application, given: answers, events: batches.flat() };
  };
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((done) => setTimeout(done, 10));
  };

  test("reports every answer once, with its text, and all feedback at its end", async () => {
    const { application, given: answers, events } = await play((one) => until(() => one.answers >= 40));
    const interactions = events.filter(({ type }) => type === "interaction");
    expect(interactions).toHaveLength(application.answers);
    expect(answers).toHaveLength(application.answers);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(interactions.every(({ output }) => typeof output === "string" && output.length > 0)).toBe(true);
    const known = new Set(interactions.map(({ interactionId }) => interactionId));
    const feedback = events.filter(({ type }) => type === "feedback");
    expect(feedback.length).toBe(application.outbox.opinions);
    expect(feedback.every(({ interactionId }) => known.has(interactionId))).toBe(true);
    expect([...application.absent].sort()).toEqual(
      scenes
        .map(({ prompt }) => prompt)
        .filter((name) => name !== "support/reply")
        .sort(),
    );
  });

  test("keeps its reports while the server is unavailable, and loses none", async () => {
    const { application, events } = await play(async (one) => {
      await until(() => one.answers >= 10);
      isAway = true;
      await until(() => one.failures >= 3 && dropped >= 1);
      isAway = false;
      await until(() => one.answers >= 30);
    });
    expect(events.filter(({ type }) => type === "interaction")).toHaveLength(application.answers);
    expect(application.outbox.waiting).toBe(0);
  });

  test("says what to do if nothing answers, or the key is wrong", async () => {
    await expect(checkServer(url, connect(url, "right"))).resolves.toBeUndefined();
    await expect(checkServer(url, connect(url, "wrong"))).rejects.toThrow(
      /does not accept this key \(invalid_api_key\)/,
    );
    await expect(checkServer("http://127.0.0.1:1", connect(url, "right"))).rejects.toThrow(
      /No server answers at .*npm start/,
    );
  });
});

test("prints the story once, in order, with the times between", () => {
  const lines: string[] = [];
  const story = new Story((line) => lines.push(line));
  const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1_000);
  story.answered({ at: at(-1), prompt: "p", version: 4, fault: null });
  story.promoted({ good: 4, bad: 7, at: at(0), message: "Shorter", isPastGate: true });
  story.answered({ at: at(0.4), prompt: "p", version: 7, fault: "it breaks off" });
  story.answered({ at: at(0.5), prompt: "p", version: 7, fault: "it breaks off" });
  story.scored(3, 200, at(5));
  story.scored(210, 200, at(9));
  const check = { revision: 2, version: 7, baselineVersion: 4, findings: [] };
  for (let read = 0; read < 2; read++) story.checked({ ...check, at: at(15).toISOString(), outcome: "suspect" });
  story.answered({ at: at(20), prompt: "p", version: 4, fault: null });
  expect(story.isOver).toBe(false);
  for (let read = 0; read < 2; read++) story.rolledBack({ at: at(30), to: 4, findings: [], firstHitAt: at(15) });
  story.answered({ at: at(30.1), prompt: "p", version: 4, fault: null });
  expect(story.isOver).toBe(true);
  expect(lines).toHaveLength(7);
  expect(story).toMatchObject({ answers: 2, bad: 2 });
  expect(story.times()).toContain("enough scores → old version served         21.1 s");
});

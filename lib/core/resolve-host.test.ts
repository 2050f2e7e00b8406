import { createSocket, type Socket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createResolve, type Resolve } from "./resolve-host";

/**
 * A name server that knows one name, with an IPv4 address only, says that `missing.example` does not exist, and is
 * silent about all others.
 */
let server: Socket;
let resolve: Resolve;
const questions: string[] = [];

function nameIn(message: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; message[at]; at += (message[at] ?? 0) + 1)
    labels.push(message.toString("latin1", at + 1, at + 1 + (message[at] ?? 0)));
  return labels.join(".");
}

beforeAll(async () => {
  server = createSocket("udp4");
  server.on("message", (message, { port, address }) => {
    const name = nameIn(message);
    questions.push(name);
    const isIpv4 = message.readUInt16BE(12 + name.length + 2) === 1;
    if (name === "missing.example") {
      const refusal = Buffer.from(message);
      refusal.writeUInt16BE(0x8183, 2);
      return server.send(refusal, port, address);
    }
    if (name !== "known.example" || !isIpv4) return;
    const answer = Buffer.concat([
      message.subarray(0, 12 + name.length + 6),
      Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 93, 184, 216, 34]),
    ]);
    answer.writeUInt16BE(0x8180, 2);
    answer.writeUInt16BE(1, 6);
    answer.writeUInt16BE(0, 10);
    server.send(answer, port, address);
  });
  await new Promise<void>((done) => server.bind(0, "127.0.0.1", done));
  resolve = createResolve([`127.0.0.1:${server.address().port}`]);
});
afterAll(() => void server.close());

test("names whose server never answers keep no other lookup waiting, and end in time", {
  tags: ["slow"],
  timeout: 15_000,
}, async () => {
  const began = performance.now();
  const silent = Array.from({ length: 20 }, (_, n) => resolve(`x${n}.silent.example`, false));
  const ended = Promise.allSettled(silent).then((results) => ({ results, ms: performance.now() - began }));
  expect(await resolve("known.example", false)).toEqual(["93.184.216.34"]);
  await lookup("localhost");
  expect(performance.now() - began).toBeLessThan(3_000);
  const { results, ms } = await ended;
  expect(results.map((result) => result.status === "rejected" && result.reason.code)).toEqual(
    Array(20).fill("EAI_AGAIN"),
  );
  expect(ms).toBeLessThan(7_000);
});

test("a name that does not exist is told from one whose server does not answer", async () => {
  await expect(resolve("missing.example", false)).rejects.toMatchObject({ code: "ENOTFOUND" });
});

test("names of this machine, and hosts that the operator named, are resolved by the operating system", async () => {
  questions.length = 0;
  expect((await resolve("localhost", false)).some((address) => /^(127\.|::1)/.test(address))).toBe(true);
  expect(await resolve("localhost", true)).not.toEqual([]);
  expect(questions).toEqual([]);
});

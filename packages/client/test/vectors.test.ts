import { expect, test } from "vitest";
import { cases } from "@/lib/testing/properties";
import { createClient } from "../src/index";
import { startFakeServer } from "./fake-server";
import { attempt, createServerSide, vectorOf, vectorPrompts } from "./vectors";

const answers = cases(10_000);

test("thousands of answers of the client equal the server's, byte for byte", async () => {
  const now = Date.now();
  const all = vectorPrompts(now);
  const server = await startFakeServer(all);
  const client = createClient({ url: server.url, apiKey: "us_test", mode: "poll", fetch: fetch });
  await client.ready(10_000);
  await client.resolve("vectors/p0", { format: "openai", variables: { topic: "tents" }, fallback: "" }); // loads the request writers
  const serverSide = createServerSide(all, now);
  const seen = new Map<string, number>();
  const refused = new Set<string>();
  for (let n = 0; n < answers; n++) {
    const { name, userId, format, filling } = vectorOf(n);
    const mine = attempt(() => client.peek(name, { userId, format, ...filling }));
    if ("code" in mine) {
      expect(attempt(() => serverSide(name, userId, filling, format))).toEqual(mine);
      refused.add(mine.code);
      continue;
    }
    expect(JSON.stringify(mine)).toBe(serverSide(name, userId, filling, format));
    const kind = `${mine.assignment.reason} ${mine.assignment.variant}`;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
  }
  // Checks that every kind of choice occurred. Otherwise the test would compare only one kind.
  expect([...seen.keys()].sort()).toEqual(
    ["experiment v0", "experiment v1", "experiment v2", "release control", "release null"].sort(),
  );
  expect([...refused].sort()).toEqual(["missing_model", "missing_placeholders", "missing_variables"]);
  await client.close(0);
  await server.stop();
});

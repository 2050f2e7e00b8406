import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { buildReportSnippets } from "./report-snippets";

const options = { baseUrl: "http://localhost:3000/", name: `it's/"a"`, environment: "per'sona", version: 7 };
const codeOf = (id: string) => buildReportSnippets(options).find((snippet) => snippet.id === id)?.code ?? "";
const use = { type: "interaction", interactionId: "i1", prompt: options.name, version: 7, environment: "per'sona" };
const word = { type: "feedback", interactionId: "i1", thumbs: "up" };

describe("buildReportSnippets", () => {
  it("hands a shell's curl a batch with ids of its own", () => {
    const script = `curl() { printf '%s\\0' "$@"; }\nuuidgen() { echo i1; }\n${codeOf("curl")}`;
    const { stdout } = spawnSync("sh", ["-c", script], {
      encoding: "utf8",
      env: { ...process.env, UNDERSTUDY_KEY: "us_x" },
    });
    const args = stdout.split("\0");
    expect(args).toContain("http://localhost:3000/api/v1/events");
    expect(JSON.parse(args[args.indexOf("-d") + 1] ?? "").events).toMatchObject([use, word]);
  });

  it("runs as JavaScript", async () => {
    const bodies: string[] = [];
    const fetch = async (_: string, init: { body: string }) => bodies.push(init.body);
    const response = { headers: new Headers({ "x-interaction-id": "i1" }) };
    const run = new Function(
      "fetch",
      "process",
      "response",
      "prompt",
      `return (async () => { ${codeOf("typescript")} })()`,
    );
    await run(fetch, { env: {} }, response, { version: 7 });
    const { events } = JSON.parse(bodies[0] ?? "");
    expect(events).toMatchObject([use, word]);
    expect(events[0].id).not.toBe(events[1].id);
  });

  it("writes Python's own words", () => {
    expect(codeOf("python")).toContain(`"prompt": "it's/\\"a\\"", "version": prompt["version"]`);
    expect(codeOf("python")).not.toMatch(/\btrue\b/);
  });
});

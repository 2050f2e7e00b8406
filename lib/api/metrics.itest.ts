import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onPath } from "@/e2e/support/packages";
import { closeDatabase } from "@/lib/core/db";
import { noteJob } from "@/lib/jobs/meters";
import { chatContent, createClient, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { answerMetrics, collectMetrics, mergeMetrics } from "./metrics";

const token = "metrics-token-for-tests";
let mount: Mount;
let before: Sample[];

type Sample = { name: string; labels: string; value: number };

/** Parses Prometheus' text format strictly, and throws at the first invalid line. */
function parseExposition(text: string): { types: Map<string, string>; samples: Sample[] } {
  const [types, helps, samples] = [new Map<string, string>(), new Map<string, string>(), [] as Sample[]];
  const seen = new Set<string>();
  expect(text.endsWith("\n")).toBe(true);
  for (const line of text.split("\n").filter(Boolean)) {
    const comment = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line);
    if (comment) {
      const [, kind, name = "", rest = ""] = comment;
      const known = kind === "HELP" ? helps : types;
      expect(known.has(name), `${kind} of ${name} twice`).toBe(false);
      known.set(name, rest);
      continue;
    }
    const [, name = "", labels = "", value = ""] =
      /^([a-zA-Z_:][\w:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\.)*",?)*\})? (\S+)$/.exec(line) ?? [];
    expect(name, line).not.toBe("");
    expect(seen.has(name + labels), `${name}${labels} twice`).toBe(false);
    seen.add(name + labels);
    const family = types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, "");
    const type = types.get(family);
    expect(type, `${name} has no TYPE before it`).toBeDefined();
    expect(helps.get(family), `${family} has no HELP`).toBeTruthy();
    expect(Number.isNaN(Number(value.replace("+Inf", "Infinity"))), line).toBe(false);
    if (type === "counter") expect(name).toMatch(/_total$/);
    else expect(family).not.toMatch(/_total$/);
    samples.push({ name, labels, value: Number(value) });
  }
  for (const [family, type] of types) if (type === "histogram") expectHistogram(family, samples);
  return { types, samples };
}

/** Buckets must not decrease, and the last one must equal the count. */
function expectHistogram(family: string, samples: readonly Sample[]): void {
  const series = new Map<string, number[]>();
  for (const { name, labels, value } of samples) {
    if (name !== `${family}_bucket`) continue;
    const key = labels
      .replace(/(?<=[{,])le="[^"]*",?/, "")
      .replace(",}", "}")
      .replace("{}", "");
    series.set(key, [...(series.get(key) ?? []), value]);
  }
  for (const [labels, buckets] of series) {
    expect(buckets, family + labels).toEqual([...buckets].sort((a, b) => a - b));
    const count = samples.find((sample) => sample.name === `${family}_count` && sample.labels === labels);
    expect(buckets.at(-1), family + labels).toBe(count?.value);
  }
}

const sampleOf = (samples: readonly Sample[], name: string, labels = "") =>
  samples.find((sample) => sample.name === name && sample.labels === labels)?.value;

beforeAll(async () => {
  process.env.METRICS_TOKEN = token;
  before = parseExposition((await mergeMetrics([await collectMetrics()])).text).samples;
  mount = await mountAheadOfNext();
  const workspace = await createTestWorkspace();
  const manage = createClient(mount.send, workspace.manageKey);
  const app = createClient(mount.send, workspace.runtimeKeys.production);
  await manage.post("/prompts", { name: "measured", content: chatContent("Hi {{ who }}") });
  await manage.post("/prompts/measured/promote", { version: 1, environment: "production" });
  for (let call = 0; call < 10; call++) await app.get("/prompts/resolve?name=measured");
  await app.post("/prompts/resolve", { name: "measured", variables: { who: "x" } });
  await app.get("/prompts/resolve?name=missing");
  const event = { type: "feedback", id: "metrics", interactionId: "x", thumbs: "up" };
  for (let call = 0; call < 2; call++) await app.post("/events", { events: [event, { type: "nonsense" }] });
  noteJob("rollup", "done", 12);
  noteJob("rollup", "failed", 3);
});
afterAll(async () => {
  delete process.env.METRICS_TOKEN;
  await mount.stop();
  await closeDatabase();
});

describe("/metrics", () => {
  it("requires the token", async () => {
    expect((await answerMetrics(null)).status).toBe(401);
    expect((await answerMetrics("Bearer wrong")).status).toBe(401);
    const answer = await answerMetrics(`Bearer ${token}`);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  });

  it("counts what happened, in Prometheus' text form", async () => {
    const { types, samples } = parseExposition(await (await answerMetrics(`Bearer ${token}`)).text());
    expect(types.get("understudy_resolve_duration_seconds")).toBe("histogram");
    const statuses = (route: string, status: number) =>
      sampleOf(samples, "understudy_http_requests_total", `{route="${route}",status="${status}"}`);
    expect(statuses("resolvePrompt", 200)).toBe(10);
    expect(statuses("renderPrompt", 200)).toBe(1);
    expect(statuses("resolvePrompt", 404)).toBe(1);
    expect(sampleOf(samples, "understudy_http_request_duration_seconds_count", '{route="resolvePrompt"}')).toBe(11);
    // Other tests in the same process increase these counters too, so only differences are compared.
    const since = (name: string, source: string) => {
      const labels = `{source="${source}"}`;
      return (sampleOf(samples, name, labels) ?? 0) - (sampleOf(before, name, labels) ?? 0);
    };
    const answers = (source: string) => since("understudy_resolve_answers_total", source);
    expect(answers("memory") + answers("database") + answers("redis")).toBe(11);
    expect(answers("memory")).toBeGreaterThan(5);
    expect(since("understudy_resolve_duration_seconds_count", "memory")).toBe(answers("memory"));
    const events = (outcome: string) => sampleOf(samples, "understudy_events_total", `{outcome="${outcome}"}`);
    expect([events("accepted"), events("duplicate"), events("rejected")]).toEqual([1, 1, 2]);
    expect(sampleOf(samples, "understudy_job_runs_total", '{job="rollup",outcome="failed"}')).toBe(1);
    expect(sampleOf(samples, "understudy_database_up")).toBe(1);
    expect(sampleOf(samples, "understudy_database_connections", '{pool="runtime",state="idle"}')).toBeGreaterThan(0);
  });

  it("contains no tenant, and no label with unlimited values", async () => {
    const { text } = await mergeMetrics([await collectMetrics()]);
    expect(text).not.toMatch(/measured|missing|workspace/);
    const { samples } = parseExposition(text);
    expect(samples.length).toBeLessThan(2_000);
  });

  it("adds up the processes, and reports the worst of their states", async () => {
    const own = await collectMetrics();
    const other = structuredClone(own);
    for (const metric of other)
      if (metric.name === "understudy_database_up") metric.values = [{ labels: {}, value: 0 }];
    const one = parseExposition((await mergeMetrics([own])).text).samples;
    const both = parseExposition((await mergeMetrics([own, other])).text).samples;
    expect(sampleOf(both, "understudy_processes")).toBe(2);
    expect(sampleOf(both, "understudy_database_up")).toBe(0);
    const memory = (samples: Sample[]) =>
      sampleOf(samples, "understudy_resolve_answers_total", '{source="memory"}') as number;
    expect(memory(both)).toBe(2 * memory(one));
    const tenth = '{source="memory",le="0.0001"}';
    const bucket = (samples: Sample[]) =>
      sampleOf(samples, "understudy_resolve_duration_seconds_bucket", tenth) as number;
    expect(bucket(both)).toBe(2 * bucket(one));
  });

  const promtool = onPath("promtool");
  if (!promtool) console.log("skipped: /metrics before promtool: it is not on the PATH (Debian: prometheus)");
  it.skipIf(!promtool)("passes promtool's check", async () => {
    const { text } = await mergeMetrics([await collectMetrics(), await collectMetrics()]);
    const { status, stdout, stderr } = spawnSync(promtool ?? "", ["check", "metrics"], {
      input: text,
      encoding: "utf8",
    });
    expect(`${stdout}${stderr}`).toBe("");
    expect(status).toBe(0);
  });
});

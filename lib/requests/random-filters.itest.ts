/** @module-tag slow */
import { beforeAll, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { mulberry32 } from "@/lib/experiments/statistics";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { keepInStore } from "@/lib/testing/event-store";
import { createLivePrompt } from "@/lib/testing/experiment";
import { rollUpAll } from "@/lib/testing/roll-up";
import { createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";
import type { RequestFilter } from "./filter";
import { filterFaults } from "./filter-faults";
import { countRequests } from "./queries/count";
import { exportRequests, listRequests } from "./queries/requests";

// A statement of ClickHouse takes 15 to 30 ms, whatever it reads.
const cases = Math.round((clickHouse() ? 60 : 240) * Number(process.env.UNDERSTUDY_TEST_CASES ?? 1));
const random = mulberry32(20_261_126);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const chance = (share: number) => random() < share;
const maybe = <T>(share: number, value: () => T): T | undefined => (chance(share) ? value() : undefined);

const began = Date.now() - 5 * 86_400_000;
const prompts = ["random/one", "random/two", "random/three"];
const environments = ["production", "staging"];
const users = ["u_1", "u_10", "u'1", "U_1", "u%", "ünï 😀", "null"];
const sessions = ["s", "s_1", "s\\1", "S"];
const models = ["gpt-4.1", "gpt-4.1-mini", "GPT-4.1", "claude"];
const attributes = [
  { tier: 2 },
  { tier: "2" },
  { tier: 20, "app:lang": "de:at" },
  { beta: true, tenant: "a'b" },
  { tenant: "%" },
];
const attributeFilters = [
  "tier:2",
  "tier:20",
  "app:lang:de:at",
  "app:lang",
  "beta:true",
  "tenant:a'b",
  "tenant:%",
  "tenant:_",
];
const texts = [
  'He said "no"',
  "100% sure",
  "100 sure",
  "a\\b",
  "line\nbreak",
  "Straße ÄÖ",
  "under_score",
  "underXscore",
  "{}",
  "tab\there",
];
const searches = [...texts, "HE SAID", "sure", '"no"', "äö", "r_s", "\\", "break", "line\\nbreak", "zz"].filter(
  (text) => text.trim().length >= 2,
);
const metrics = ["scorer:tone", "scorer:facts", "completion"] as const;
const labels = ["good", "bad one"];

type FeedbackRow = { at: number; thumbs?: string; stars?: number; completed?: boolean };
type Score = { metric: string; value: number | null; passed: boolean | null };
type Answer = Record<string, unknown> & {
  interactionId: string;
  at: number;
  attributes?: Record<string, unknown>;
  said: FeedbackRow[];
  scores: Score[];
  labels: string[];
  review: "open" | "mine" | "done" | null;
};

let workspace: TestWorkspace;
const answers: Answer[] = [];

function answerOf(n: number): Answer {
  return {
    interactionId: `i${n}`,
    // Many answers have the same instant.
    at: began + Math.floor(random() * 60) * 3_600_000 + pick([0, 0, 1, 999]),
    prompt: pick(prompts),
    version: pick([1, 2]),
    environment: pick(environments),
    userId: maybe(0.8, () => pick(users)),
    sessionId: maybe(0.5, () => pick(sessions)),
    traceId: maybe(0.3, () => pick(["t1", "t2"])),
    model: maybe(0.8, () => pick(models)),
    attributes: maybe(0.6, () => pick(attributes)),
    error: maybe(0.2, () => pick(texts)),
    refused: maybe(0.5, () => chance(0.5)),
    violation: maybe(0.5, () => chance(0.5)),
    completed: maybe(0.5, () => chance(0.5)),
    costUsd: maybe(0.7, () => pick([0, 0.001, 0.5, 2])),
    latencyMs: maybe(0.7, () => pick([0, 10, 900.5, 9_000])),
    input: maybe(0.6, () => pick<unknown>([pick(texts), { question: pick(texts) }, [pick(texts)], 7])),
    output: maybe(0.6, () => pick(texts)),
    said: Array.from({ length: pick([0, 0, 1, 3]) }, (_, index) => ({
      at: began + 4 * 86_400_000 + index * 1_000 + Math.floor(random() * 500),
      ...(chance(0.6) && { thumbs: pick(["up", "down"]) }),
      ...(chance(0.6) && { stars: pick([1, 3, 5]) }),
      ...(chance(0.4) && { completed: chance(0.5) }),
    })).filter((one) => Object.keys(one).length > 1),
    scores: metrics.flatMap((metric) =>
      chance(0.3) ? [{ metric, value: maybe(0.8, () => pick([0, 0.4, 0.5, 1])) ?? null, passed: chance(0.5) }] : [],
    ),
    labels: labels.filter(() => chance(0.2)),
    review: maybe(0.3, () => pick(["open", "mine", "done"] as const)) ?? null,
  };
}

beforeAll(async () => {
  workspace = await createTestWorkspace();
  const { workspaceId, owner } = workspace;
  for (const name of prompts) await createLivePrompt(owner, name, 2);
  for (let n = 0; n < 300; n++) answers.push(answerOf(n));
  const actor = { kind: "system", workspaceId, name: "test" } as const;
  const events = answers.flatMap(({ said, scores: _, labels: _labels, review: _review, at, ...answer }) => [
    { ...answer, type: "interaction", id: `e-${answer.interactionId}`, at: new Date(at).toISOString() },
    ...said.map((one, index) => ({
      ...one,
      type: "feedback",
      id: `f-${answer.interactionId}-${index}`,
      interactionId: answer.interactionId,
      at: new Date(one.at).toISOString(),
    })),
  ]);
  for (let from = 0; from < events.length; from += 500)
    expect((await recordEvents(actor, JSON.parse(JSON.stringify(events.slice(from, from + 500))))).rejected).toEqual(
      [],
    );
  const idOf = await promptIds();
  for (const answer of answers) {
    const environmentId = environmentOf(answer);
    for (const { metric, value, passed } of answer.scores)
      await prisma().$executeRaw`
        insert into online_scores (workspace_id, prompt_id, environment_id, interaction_id, metric, series, version, at, value, passed, explanation)
        values (${workspaceId}::uuid, ${idOf.get(answer.prompt as string)}::uuid, ${environmentId}::uuid, ${answer.interactionId}, ${metric}, '1',
          ${answer.version as number}, ${new Date(answer.at)}, ${value}, ${passed}, '')`;
    if (answer.labels.length === 0 && !answer.review) continue;
    await prisma().interactionMark.create({
      data: {
        workspaceId,
        environmentId,
        interactionId: answer.interactionId,
        labels: answer.labels,
        ...(answer.review && { reviewAskedAt: new Date() }),
        ...(answer.review === "mine" && { reviewerId: owner.userId }),
        ...(answer.review === "done" && { reviewedAt: new Date() }),
      },
    });
  }
  await rollUpAll();
  await keepInStore(workspaceId);
});

const environmentOf = ({ environment }: Answer) =>
  workspace.environments[environment as keyof TestWorkspace["environments"]];

async function promptIds() {
  const rows = await prisma().prompt.findMany({ where: { workspaceId: workspace.workspaceId } });
  return new Map(rows.map(({ name, id }) => [name, id]));
}

const range = () => {
  const [a, b] = [Math.floor(random() * 70) - 5, Math.floor(random() * 70) - 5];
  const edge = (hour: number) => new Date(began + hour * 3_600_000).toISOString();
  return { from: edge(Math.min(a, b)), to: edge(Math.max(a, b) + 1) };
};
const flag = () => pick(["true", "false"] as const);
const makers: { [Key in keyof RequestFilter]?: () => RequestFilter[Key] } = {
  prompt: () => pick([...prompts, `${prompts[0]},${prompts[2]}`]),
  environment: () => pick(environments),
  version: () => pick(["1", "2", "3"]),
  userId: () => pick(users),
  sessionId: () => pick(sessions),
  traceId: () => pick(["t1", "t2", "t3"]),
  model: () => pick(models),
  missing: () => pick(["model", "userId", "sessionId", "key"] as const),
  attribute: () => pick(attributeFilters),
  thumbs: () => pick(["up", "down"] as const),
  maxStars: () => pick(["1", "3", "5"] as const),
  metric: () => pick(metrics),
  passed: flag,
  scoreBelow: () => pick(["0", "0.4", "0.5", "1"]),
  weakBelow: () => pick(["0.4", "0.5", "1"]),
  completed: flag,
  refused: flag,
  violation: flag,
  failed: flag,
  minCostUsd: () => pick(["0", "0.001", "0.4"]),
  maxCostUsd: () => pick(["0", "0.001", "1"]),
  minLatencyMs: () => pick(["0", "10", "900.5"]),
  maxLatencyMs: () => pick(["0", "900.5", "900"]),
  label: () => pick([...labels, "GOOD", "none"]),
  ids: () => Array.from({ length: 40 }, () => `i${Math.floor(random() * 320)}`).join(","),
  review: () => pick(["open", "mine", "done"] as const),
  reviewer: () => workspace.owner.userId,
  search: () => pick(searches),
};

/** Filters that do not exclude each other. */
function randomFilter(): RequestFilter {
  for (;;) {
    const count = pick([0, 1, 1, 1, 2, 2, 3, 4]);
    const keys = Array.from({ length: count }, () => pick(Object.keys(makers) as (keyof RequestFilter)[]));
    const chosen = Object.fromEntries(keys.map((key) => [key, makers[key]?.()]));
    const filter = { ...chosen, ...(chance(0.4) && range()) };
    if (filterFaults(filter).length === 0) return filter;
  }
}

/** The latest value that feedback has. */
const latest = <Key extends keyof FeedbackRow>({ said }: Answer, key: Key): FeedbackRow[Key] | undefined =>
  said.filter((one) => one[key] !== undefined).toSorted((a, b) => b.at - a.at)[0]?.[key];

function isDone(answer: Answer): boolean | undefined {
  const own = answer.completed as boolean | undefined;
  return own === undefined ? latest(answer, "completed") : (latest(answer, "completed") ?? own);
}

const lower = (value: unknown) => String(value).toLowerCase();
const holds = (value: unknown, search: string): boolean =>
  typeof value === "string"
    ? lower(value).includes(lower(search))
    : typeof value === "object" && value !== null
      ? Object.values(value).some((one) => holds(one, search))
      : lower(value).includes(lower(search));

function scored({ scores }: Answer, { metric }: RequestFilter, test: (score: Score) => boolean): boolean {
  return scores.some((one) => (metric ? one.metric === metric : one.metric.startsWith("scorer:")) && test(one));
}
const below = (answer: Answer, filter: RequestFilter, line: string) =>
  scored(answer, filter, ({ value }) => value !== null && value < Number(line));

/** What each filter means, written again without SQL. */
const meanings: { [Key in keyof RequestFilter]?: (answer: Answer, term: string, filter: RequestFilter) => boolean } = {
  from: ({ at }, term) => at >= Date.parse(term),
  to: ({ at }, term) => at < Date.parse(term),
  prompt: ({ prompt }, term) => term.split(",").includes(prompt as string),
  environment: ({ environment }, term) => environment === term,
  version: ({ version }, term) => String(version) === term,
  userId: ({ userId }, term) => userId === term,
  sessionId: ({ sessionId }, term) => sessionId === term,
  traceId: ({ traceId }, term) => traceId === term,
  model: ({ model }, term) => model === term,
  missing: (answer, term) => term === "key" || answer[term] === undefined,
  attribute: ({ attributes: own = {} }, term) =>
    Object.entries(own).some(([name, value]) => `${name}:${value}` === term),
  thumbs: (answer, term) => latest(answer, "thumbs") === term,
  maxStars: (answer, term) => (latest(answer, "stars") ?? 9) <= Number(term),
  metric: (answer, _, filter) =>
    filter.passed !== undefined ||
    filter.scoreBelow !== undefined ||
    filter.weakBelow !== undefined ||
    scored(answer, filter, ({ value }) => value !== null),
  passed: (answer, term, filter) => scored(answer, filter, ({ passed }) => String(passed) === term),
  scoreBelow: (answer, term, filter) => below(answer, filter, term),
  weakBelow: (answer, term, filter) => latest(answer, "thumbs") === "down" || below(answer, filter, term),
  completed: (answer, term) => String(isDone(answer)) === term,
  refused: ({ refused = false }, term) => String(refused) === term,
  violation: ({ violation = false }, term) => String(violation) === term,
  failed: ({ error }, term) => String(error !== undefined) === term,
  minCostUsd: ({ costUsd = -1 }, term) => (costUsd as number) >= Number(term),
  maxCostUsd: ({ costUsd = Infinity }, term) => (costUsd as number) <= Number(term),
  minLatencyMs: ({ latencyMs = -1 }, term) => (latencyMs as number) >= Number(term),
  maxLatencyMs: ({ latencyMs = Infinity }, term) => (latencyMs as number) <= Number(term),
  label: (answer, term) => answer.labels.includes(term.toLowerCase()),
  ids: ({ interactionId }, term) => term.split(",").includes(interactionId),
  review: ({ review }, term) => review === term || (term === "open" && review === "mine"),
  reviewer: ({ review }) => review === "mine",
  search: ({ input, output, error }, term) =>
    [input, output, error].some((text) => text !== undefined && holds(text, term)),
};

const expected = (filter: RequestFilter) =>
  answers.filter((answer) =>
    Object.entries(filter).every(([key, term]) =>
      meanings[key as keyof RequestFilter]?.(answer, term as string, filter),
    ),
  );

async function listAll(filter: RequestFilter, limit: number): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listRequests(workspace.owner, { ...filter, limit, cursor });
    found.push(...page.items.map(({ interactionId }) => interactionId));
    if (page.nextCursor === null) return found;
    cursor = page.nextCursor;
  }
}

it(`${cases} random filters list, count and export what they mean`, { timeout: 120_000 }, async () => {
  let withRows = 0;
  for (let n = 0; n < cases; n++) {
    const filter = randomFilter();
    const want = expected(filter);
    if (want.length > 0) withRows++;
    const shown = JSON.stringify(filter);
    const listed = await listAll(filter, want.length < 30 ? pick([3, 50]) : 50);
    expect([shown, listed.toSorted()]).toEqual([shown, want.map(({ interactionId }) => interactionId).toSorted()]);
    const times = listed.map((id) => answers.find(({ interactionId }) => interactionId === id)?.at ?? 0);
    expect([shown, times]).toEqual([shown, times.toSorted((a, b) => b - a)]);
    const all = {
      from: new Date(began - 86_400_000).toISOString(),
      to: new Date(began + 5 * 86_400_000).toISOString(),
    };
    expect([shown, (await countRequests(workspace.owner, { ...all, ...filter })).matching]).toEqual([
      shown,
      want.length,
    ]);
    if (n % 10 > 0) continue;
    const exported: string[] = [];
    for await (const rows of await exportRequests(workspace.owner, filter))
      exported.push(...rows.map(({ interactionId }) => interactionId));
    expect([shown, exported]).toEqual([shown, listed]);
  }
  expect(withRows).toBeGreaterThan(cases / 3);
});

it("a key of one environment gets the rows of it alone, whatever it filters by", async () => {
  const key = keyActorFor(workspace, [workspace.environments.staging]);
  for (let n = 0; n < 30; n++) {
    const { review: _review, environment: _place, ...filter } = randomFilter();
    const { items } = await listRequests(key, { ...filter, limit: 100 });
    expect(items.every(({ environment }) => environment === "staging")).toBe(true);
  }
});

import { beforeAll, expect, it } from "vitest";
import { readLiveSides } from "@/lib/evaluation/online/queries/sides";
import { toFindingSide } from "@/lib/guards/detect";
import { countedRequests } from "@/lib/guards/quality/counted-requests";
import { listQuality } from "@/lib/guards/queries/quality";
import { getPromptQuality } from "@/lib/guards/queries/quality-prompt";
import { copyToStore } from "@/lib/testing/event-store";
import { createOnlineStage, type OnlineStage } from "@/lib/testing/online";
import { countRequests } from "./queries/count";

let stage: OnlineStage;

beforeAll(async () => {
  stage = await createOnlineStage();
  const answers = [
    stage.interaction({ input: { topic: "x" }, output: "short", completed: true }),
    stage.interaction({ input: { topic: "x" }, output: "a much longer answer than that", completed: false }),
    stage.interaction({ completed: true }),
    stage.interaction({ input: { topic: "x" }, output: "fine" }),
  ] as { interactionId: string }[];
  await stage.take(...answers, stage.feedback(answers[0]?.interactionId ?? "", { thumbs: "up" }));
  await copyToStore();
});

it("as many requests are measured by a metric as Quality counts scores of it", async () => {
  const place = { prompt: stage.name, environment: stage.environment };
  const { metrics } = await getPromptQuality(stage.owner, { name: stage.name, environment: stage.environment });
  expect(metrics.filter(({ scores }) => scores > 0).map(({ name }) => name)).toContain("completion");
  for (const { name: metric } of metrics) {
    const quality = await getPromptQuality(stage.owner, { name: stage.name, environment: stage.environment, metric });
    for (const { version, points } of quality.lines)
      for (const { at, n } of points) {
        const to = new Date(Date.parse(at) + quality.span.stepMs).toISOString();
        const filter = { ...place, version: String(version), metric, from: new Date(at).toISOString(), to };
        expect([metric, at, (await countRequests(stage.owner, filter)).matching]).toEqual([metric, at, n]);
      }
  }
  const { items } = await listQuality(stage.owner, { limit: 10 });
  const row = items.find(({ prompt }) => prompt === stage.name);
  const from = `${row?.trend.at(-7)?.day}T00:00:00.000Z`;
  const to = new Date(Date.now() + 60_000).toISOString();
  const count = await countRequests(stage.owner, { ...place, metric: row?.metric?.name, from, to });
  expect(row?.scores).toBeGreaterThan(0);
  expect(count.matching).toBe(row?.scores);
});

it("a side of the evidence counts as many scores as its link shows requests", async () => {
  const filter = { prompt: stage.name, environment: stage.environment };
  for (const window of [100, 2]) {
    const [one] = await readLiveSides(stage.place, { metrics: ["completion"], versions: [1], window });
    const side = toFindingSide("rate", one?.sides[0] as never);
    expect(side.n).toBe(window === 2 ? 2 : 3);
    const counted = countedRequests("completion", side);
    if (!counted) throw new Error("The side has no times.");
    const { matching } = await countRequests(stage.owner, { ...filter, ...counted });
    expect(matching).toBe(side.n);
  }
});

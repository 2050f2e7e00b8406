import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { saveSegments } from "@/lib/telemetry/commands/save-segments";
import { listSeenAttributes, listSegments } from "@/lib/telemetry/queries/segments";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { ExperimentTraffic } from "@/lib/testing/experiment-traffic";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { getExperimentResults } from "../results/queries";

let workspace: TestWorkspace;
let traffic: ExperimentTraffic;
let experimentId: string;

beforeAll(async () => {
  workspace = await createTestWorkspace();
  const { owner } = workspace;
  const experiment = await startTestExperiment(owner, await createLivePrompt(owner, "support/reply"));
  experimentId = experiment.id;
  traffic = new ExperimentTraffic(workspace.workspaceId, experiment);
  await traffic.age(240);
  await saveSegments(owner, { attributes: ["language"] });
});

type Answer = { attributes?: Record<string, string | number | boolean>; completed?: boolean; at?: string };
const answer = (user: string, { attributes, ...reported }: Answer) => {
  const [variant = ""] = user.split("_");
  // Use an id of the application: an id from resolve contains a time, which takes precedence over `at`.
  return { ...traffic.answer(variant, user, { interactionId: randomUUID(), ...reported }), attributes };
};
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** Users of each variant by segment, from the newest results. */
async function counted(): Promise<Record<string, number[]>> {
  const { segments } = await getExperimentResults(workspace.owner, experimentId);
  return Object.fromEntries(
    segments.map(({ attribute, value, arms }) => [`${attribute}=${value}`, arms.map(({ users }) => users)]),
  );
}

/** Whether the stored sums equal a recount from the units. */
async function isConsistent(): Promise<boolean> {
  const rows = await prisma().$queryRaw<object[]>`
    with again as (
      select u.variant, s.key as attribute, s.value, count(*)::float8 as users, sum(interactions)::float8 as answers
      from experiment_units u cross join lateral jsonb_each_text(u.segments) s
      where u.experiment_id = ${experimentId}::uuid group by 1, 2, 3),
    kept as (
      select variant, attribute, value, sum(sums[1]) as users, sum(sums[2]) as answers
      from experiment_segments where experiment_id = ${experimentId}::uuid group by 1, 2, 3 having sum(sums[1]) > 0)
    (table again except table kept) union all (table kept except table again)`;
  return rows.length === 0;
}

describe("an experiment's users by segment", () => {
  it("belong to the segment of their first answer, however late it arrives", async () => {
    const [a = "", b = "", c = ""] = await traffic.expose("control", 3, new Date(Date.now() - 180 * 60_000));
    const [d = ""] = await traffic.expose("candidate", 1, new Date(Date.now() - 180 * 60_000));
    await traffic.send([
      answer(a, { attributes: { language: "de" }, at: ago(60) }),
      answer(a, { attributes: { language: "en" }, at: ago(30) }),
      answer(b, { attributes: { language: "en", plan: "free" }, at: ago(60) }),
      answer(c, { at: ago(60) }),
      answer(d, { attributes: { language: "de" }, at: ago(60), completed: true }),
    ]);
    await traffic.count();
    expect(await counted()).toEqual({ "language=de": [1, 1], "language=en": [1, 0] });
    // An earlier answer arrives late: the user moves to another segment and is counted only once.
    await traffic.send([answer(b, { attributes: { language: "de" }, at: ago(90) })]);
    await traffic.count();
    expect(await counted()).toEqual({ "language=de": [2, 1] });
    expect(await isConsistent()).toBe(true);
  });

  it("are counted per value for twenty values, and together for the rest", async () => {
    const users = await traffic.expose("control", 30, new Date(Date.now() - 180 * 60_000));
    await traffic.send(
      users.map((user, index) => answer(user, { attributes: { language: `l${index}` }, at: ago(50) })),
    );
    await traffic.count();
    const [segment] = await listSegments(workspace.owner);
    expect(segment?.values).toHaveLength(20);
    expect(segment?.values.slice(0, 2)).toEqual(["de", "en"]);
    expect((await counted())["language="]).toEqual([12, 0]);
    expect(await isConsistent()).toBe(true);
  });

  it("are removed if a segment is unmarked, and return if it is marked again", async () => {
    const { owner } = workspace;
    expect(await listSeenAttributes(owner)).toMatchObject([
      { attribute: "language" },
      { attribute: "plan", values: 1 },
    ]);
    await saveSegments(owner, { attributes: ["plan"] });
    const [user = ""] = await traffic.expose("control", 1, new Date(Date.now() - 180 * 60_000));
    const fields = { attributes: { plan: "pro", language: "de" }, at: ago(40) };
    await traffic.send([answer(user, fields), answer("control_1", fields)]);
    await traffic.count();
    // Only users with new events were recounted: control_1, who first reported the plan "free", and the new user.
    expect(await counted()).toMatchObject({ "plan=free": [1, 0], "plan=pro": [1, 0], "language=de": [1, 1] });
    await saveSegments(owner, { attributes: ["language", "plan"] });
    await traffic.send([answer(user, { at: ago(20) })]);
    await traffic.count();
    expect(await counted()).toMatchObject({ "language=de": [2, 1] });
    expect(await isConsistent()).toBe(true);
  });

  it("can be marked by admins, at most five, in their own workspace", async () => {
    const attributes = ["a", "b", "c", "d", "e", "f"];
    await expect(saveSegments(workspace.owner, { attributes })).rejects.toMatchObject({ code: "invalid_request" });
    const editor = await createTestMember(workspace.workspaceId, "editor");
    await expect(saveSegments(editor, { attributes: [] })).rejects.toMatchObject({ code: "forbidden" });
    const stranger = await createTestWorkspace();
    expect(await listSegments(stranger.owner)).toEqual([]);
    expect(await listSeenAttributes(stranger.owner)).toEqual([]);
  });
});

import { afterAll, beforeAll, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { sweepOnline } from "@/lib/evaluation/online/commands/sweep-online";
import { sweepEnvironments } from "@/lib/telemetry/commands/sweep-environments";
import { sweepEvents } from "@/lib/telemetry/commands/sweep-events";
import { sweepStore } from "@/lib/telemetry/store/commands/sweep-store";
import { type Client, createClient, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { copyToStore } from "@/lib/testing/event-store";
import { createLivePrompt } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

let workspace: TestWorkspace;
let mount: Mount;
let manage: Client;
const prompt = "told/retained";
const soon = () => Date.now() + 60_000;
const ago = (days: number) => new Date(Date.now() - days * 86_400_000);

/** What a judge and a person write about an answer. */
async function discuss(id: string, environment: string, days: number) {
  const { workspaceId } = workspace;
  const where = { workspaceId, name: environment };
  const { id: environmentId } = await prisma().environment.findFirstOrThrow({ where });
  const { id: promptId } = await prisma().prompt.findFirstOrThrow({ where: { workspaceId, name: prompt } });
  await prisma().$executeRaw`
    insert into online_scores (workspace_id, prompt_id, environment_id, interaction_id, metric, series, version, user_id, at, value, explanation)
    values (${workspaceId}::uuid, ${promptId}::uuid, ${environmentId}::uuid, ${id}, 'scorer:x', '1', 1, 'u_1', ${ago(days)}, 0.5, 'They said ouch.')`;
  await prisma().$executeRaw`
    insert into interaction_notes (id, workspace_id, environment_id, interaction_id, body, author_kind, author_name, created_at)
    values (gen_random_uuid(), ${workspaceId}::uuid, ${environmentId}::uuid, ${id}, 'ouch', 'user', 'Ada', ${ago(days)})`;
}
const discussed = () => prisma().$queryRaw`
  select s.interaction_id as id, s.explanation, s.user_id as "user", s.value,
    exists (select from interaction_notes n where n.workspace_id = s.workspace_id and n.interaction_id = s.interaction_id) as noted
  from online_scores s where s.workspace_id = ${workspace.workspaceId}::uuid order by 1`;
const comments = async () => {
  const rows = await prisma().$queryRaw<{ id: string }[]>`select interaction_id as id from feedback
    where workspace_id = ${workspace.workspaceId}::uuid and comment is not null`;
  return rows.map(({ id }) => id);
};
const keep = (environment: string, policy: object) =>
  manage.patch(`/environments/${environment}/content-policy`, policy);
async function sweep() {
  await sweepEnvironments(soon());
  await sweepStore();
  await copyToStore();
}

beforeAll(async () => {
  [mount, workspace] = await Promise.all([mountAheadOfNext(), createTestWorkspace()]);
  manage = createClient(mount.send, workspace.manageKey);
  await createLivePrompt(workspace.owner, prompt);
  const events = ["production", "development"].flatMap((environment) =>
    [1, 4, 9].flatMap((days) => {
      const [id, at] = [`${environment[0]}${days}`, ago(days).toISOString()];
      return [
        interactionEvent(id, { prompt, at, environment, userId: "u_1", output: "ouch" }),
        { type: "feedback", id: `${id}-f`, interactionId: id, at, comment: "ouch" },
      ];
    }),
  );
  expect((await manage.post("/events", { events })).body).toMatchObject({ accepted: 12, rejected: [] });
  for (const environment of ["production", "development"])
    for (const days of [1, 4, 9]) await discuss(`${environment[0]}${days}`, environment, days);
  await copyToStore();
});
afterAll(() => mount.stop());

it("explanations and comments end with the contents, notes and users with the events, of that environment alone", async () => {
  await keep("development", { contentDays: 3, eventDays: 7 });
  await sweep();
  const whole = { explanation: "They said ouch.", user: "u_1", value: 0.5, noted: true };
  expect(await discussed()).toEqual([
    { id: "d1", ...whole },
    { id: "d4", ...whole, explanation: "" },
    { id: "d9", explanation: "", user: null, value: 0.5, noted: false },
    { id: "p1", ...whole },
    { id: "p4", ...whole },
    { id: "p9", ...whole },
  ]);
  expect((await comments()).toSorted()).toEqual(["d1", "p1", "p4", "p9"]);
});

it("later feedback on an answer whose contents ended brings no comment back", async () => {
  const feedback = { type: "feedback", id: "late", interactionId: "d4", thumbs: "down" };
  expect((await manage.post("/events", { events: [feedback] })).body).toMatchObject({ accepted: 1 });
  await copyToStore();
  expect((await manage.get("/interactions/d4")).body).toMatchObject({
    output: null,
    feedback: { thumbs: "down", comment: null },
  });
  const held = await clickHouse()?.rows<{ id: string }>(
    "select interaction_id as id from interactions where workspace_id = {id:UUID} and position(toString(tuple(*)), 'ouch') > 0 order by id",
    { id: workspace.workspaceId },
  );
  for (const { id } of held ?? []) expect(["d1", "p1", "p4", "p9"]).toContain(id);
});

it("explanations end with the contents that the installation keeps, and notes with its events", async () => {
  await sweepOnline(soon(), { days: 90, contentDays: 5 });
  expect(await discussed()).toMatchObject([{}, {}, {}, { explanation: "They said ouch." }, {}, { explanation: "" }]);
  await prisma().$executeRaw`update interaction_notes set created_at = now() - interval '4000 days'
    where workspace_id = ${workspace.workspaceId}::uuid and interaction_id = 'p9'`;
  await sweepEvents(soon(), { days: 3_900 });
  expect(await discussed()).toMatchObject([{}, {}, {}, { noted: true }, { noted: true }, { noted: false }]);
});

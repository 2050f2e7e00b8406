import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { createSuite } from "@/lib/evaluation/suites/commands/suites";
import { deleteUserData } from "@/lib/requests/commands/delete-user-data";
import { eraseDueUsers } from "@/lib/requests/commands/erase-user";
import { copyToStore } from "@/lib/testing/event-store";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";
import { tablesWith } from "@/lib/testing/tables-with";
import { recordSpans } from "../commands/record-spans";
import { switchDirect } from "./commands/switch-direct";

let kept: KeptEvents;
let workspaceId: string;
/** Texts that must not be left in any table. */
const secret = /secret|u_gone/;
const traceId = "a".repeat(32);

const addNote = (interactionId: string, environmentId: string) =>
  prisma().interactionNote.create({
    data: {
      id: randomUUID(),
      workspaceId,
      environmentId,
      interactionId,
      body: "secret",
      authorKind: "user",
      authorName: "Test",
    },
  });

const addCase = async (interactionId: string) => {
  const { id: suiteId } = await createSuite(kept.workspace.owner, { name: "made of answers" });
  const source = { kind: "interaction", interactionId };
  await prisma().testCase.create({
    data: { workspaceId, suiteId, caseKey: suiteId, variables: {}, source, addedIn: 1, createdByName: "Test" },
  });
};

/** Sends a step of the user's trace. */
async function sendStep(spanId: string) {
  const startMs = Date.now() - 1_000;
  const { rejected } = await recordSpans({ kind: "system", workspaceId, name: "test" }, [
    {
      traceId,
      spanId,
      parentId: null,
      name: "step",
      startMs,
      endMs: startMs + 5,
      attributes: { "user.id": "u_gone", "input.value": "secret" },
      events: [],
      status: { code: 0, message: "" },
      resource: { "deployment.environment.name": "production" },
      scope: "test",
    },
  ]);
  expect(rejected).toBe(0);
}

async function erase(userId: string): Promise<void> {
  await deleteUserData(kept.workspace.owner, { userId });
  for (let pass = 0; pass < 2; pass++) {
    await eraseDueUsers(Date.now() + 60_000, { first: 0, second: 0 });
    await copyToStore();
  }
  await eraseDueUsers(Date.now() + 60_000, { first: 0, second: 0 });
  const [deletion] = await prisma().dataDeletion.findMany({ where: { workspaceId }, orderBy: { requestedAt: "desc" } });
  expect(deletion?.doneAt).not.toBeNull();
}

describe.skipIf(!clickHouse())("a deleted user whose answers are only in ClickHouse (npm run test:clickhouse)", () => {
  beforeAll(async () => {
    kept = await createKeptEvents("erase/long");
    ({ workspaceId } = kept.workspace);
    const fields = { traceId: "t_gone", sessionId: "s_secret", output: "secret", error: "secret" };
    await kept.send([
      kept.interaction("nobody-here", fields),
      kept.interaction("nobody-failed", { traceId: "t_gone", error: "secret" }),
    ]);
    await sendStep("b".repeat(16));
    await kept.startDirect();
    await sendStep("c".repeat(16));
    await kept.send([
      kept.interaction("gone", { ...fields, userId: "u_gone" }),
      kept.interaction("nobody-there", { traceId: "t_gone", error: "secret" }),
      kept.interaction("stays", { traceId: "t_other", output: "kept", error: "kept" }),
      kept.interaction("beside", { traceId: "t_gone", userId: "u_beside", output: "kept" }),
    ]);
    await kept.send(
      ["gone", "nobody-here", "nobody-there"].map((id) =>
        kept.feedback(`about-${id}`, id, { stars: 1, comment: "secret" }),
      ),
    );
    await kept.send([kept.feedback("about-stays", "stays", { comment: "kept" })]);
    for (const id of ["gone", "nobody-there"]) await addNote(id, kept.workspace.environments.production);
    await addCase("gone");
    await copyToStore();
    expect((await kept.here()).map(({ id }) => id)).toEqual(["nobody-failed", "nobody-here"]);
    await erase("u_gone");
  });
  afterAll(() => switchDirect(false));

  it("leaves no texts in PostgreSQL: comments, notes, and answers without a user in the user's traces", async () => {
    expect([await tablesWith(workspaceId, "secret"), await tablesWith(workspaceId, "u_gone")]).toEqual([{}, {}]);
    expect(await prisma().interactionNote.count({ where: { workspaceId } })).toBe(0);
  });

  it("leaves no texts in ClickHouse, including the error of an answer without other texts", async () => {
    const rows = await kept.there("*");
    expect(rows).toHaveLength(6);
    expect(rows.filter((row) => secret.test(JSON.stringify(row)))).toEqual([]);
    expect(rows.find(({ id }) => id === "nobody-there")).toMatchObject({ error: "error" });
  });

  it("keeps texts of others and counts", async () => {
    expect(await kept.there("id, output, error, comment", "id in ('stays', 'beside')")).toEqual([
      { id: "beside", output: '"kept"', error: "", comment: "" },
      { id: "stays", output: '"kept"', error: "kept", comment: "kept" },
    ]);
    expect(await kept.there("id, stars", "id in ('gone', 'nobody-there')")).toEqual([
      { id: "gone", stars: 1 },
      { id: "nobody-there", stars: 1 },
    ]);
  });

  it("lists the test cases created from the user's answers", async () => {
    const deletion = await prisma().dataDeletion.findFirst({ where: { workspaceId } });
    expect(deletion?.cases).toMatchObject([{ suite: "made of answers" }]);
  });

  it("counts each erased row once, in whichever store it is", async () => {
    const deletion = await prisma().dataDeletion.findFirst({ where: { workspaceId } });
    expect(deletion?.counts).toMatchObject({ comments: 3, notes: 2, contents: 2, interactions: 4, spans: 2 });
    const audit = await prisma().auditEvent.findFirst({ where: { workspaceId, action: "user-data.deleted" } });
    expect(audit?.data).toEqual(deletion?.counts);
  });

  it("restores no comment with later feedback", async () => {
    await kept.send([kept.feedback("later", "gone", { thumbs: "up" })]);
    await copyToStore();
    expect(await kept.there("thumbs_up, comment", "id = 'gone'")).toEqual([{ thumbs_up: true, comment: "" }]);
  });
});

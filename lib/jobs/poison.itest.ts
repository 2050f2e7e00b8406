/** @module-tag slow */
import { randomUUID } from "node:crypto";
import { beforeEach, expect, it, vi } from "vitest";
import { prisma } from "@/lib/core/db";
import { createLivePrompt } from "@/lib/testing/experiment";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { retention } from "./definitions/retention";
import { signHeads } from "./definitions/sign-heads";

vi.stubEnv("ENCRYPTION_KEYS", `test:${Buffer.alloc(32, 7).toString("base64url")}`);
let workspaces: [TestWorkspace, TestWorkspace];
beforeEach(async () => {
  workspaces = [await createTestWorkspace(), await createTestWorkspace()];
});

/** While `work` runs, PostgreSQL refuses these writes of a workspace, as it does for a row that cannot be read. */
async function poison(
  { workspaceId }: TestWorkspace,
  write: { event: "insert" | "delete"; table: string },
  work: () => Promise<void>,
): Promise<void> {
  const trap = `trap_${randomUUID().replaceAll("-", "")}`;
  const row = write.event === "insert" ? "new" : "old";
  const column = write.table === "workspaces" ? "id" : "workspace_id";
  await prisma().$executeRawUnsafe(`create function ${trap}() returns trigger language plpgsql as
    $$ begin if ${row}.${column} = '${workspaceId}' then raise exception 'damaged'; end if; return ${row}; end $$`);
  await prisma().$executeRawUnsafe(
    `create trigger ${trap} before ${write.event} on ${write.table} for each row execute function ${trap}()`,
  );
  try {
    await work();
  } finally {
    await prisma().$executeRawUnsafe(`drop function ${trap} cascade`);
  }
}

const minute = () => Date.now() + 60_000;

it("a history that cannot be signed does not stop the others", async () => {
  const [bad, good] = workspaces;
  for (const { owner } of workspaces) await createLivePrompt(owner, "support/reply"); // an entry of the history
  await poison(bad, { event: "insert", table: "signed_heads" }, async () => {
    await signHeads.run(minute());
    expect(await prisma().signedHead.count({ where: { workspaceId: good.workspaceId } })).toBe(1);
    expect(await prisma().signedHead.count({ where: { workspaceId: bad.workspaceId } })).toBe(0);
  });
});

it("a workspace that cannot be deleted does not stop the others", async () => {
  const [bad] = workspaces;
  const ids = workspaces.map(({ workspaceId }) => workspaceId);
  await prisma().workspace.updateMany({ where: { id: { in: ids } }, data: { deletionAt: new Date(0) } });
  await poison(bad, { event: "delete", table: "workspaces" }, async () => {
    expect(await retention.run(minute())).toMatchObject({ workspaces: expect.any(Number) });
    expect(await prisma().workspace.findMany({ where: { id: { in: ids } }, select: { id: true } })).toEqual([
      { id: bad.workspaceId },
    ]);
  });
  await prisma().workspace.update({ where: { id: bad.workspaceId }, data: { deletionAt: null } });
});

it("a step of the retention that fails does not stop the later ones", async () => {
  const [bad, good] = workspaces;
  const mark = `poison ${randomUUID()}`;
  await prisma().outboxMessage.create({
    data: { workspaceId: bad.workspaceId, topic: mark, payload: {}, deliveredAt: new Date(0), createdAt: new Date(0) },
  });
  await prisma().workspace.update({ where: { id: good.workspaceId }, data: { deletionAt: new Date(0) } });
  await poison(bad, { event: "delete", table: "outbox_messages" }, async () => {
    expect(await retention.run(minute())).toMatchObject({ failed: 1 });
    expect(await prisma().workspace.count({ where: { id: good.workspaceId } })).toBe(0);
  });
  await prisma().outboxMessage.deleteMany({ where: { topic: mark } });
});

import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, expect, it } from "vitest";
import type { UserActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { removeView, saveView } from "./commands/saved-views";
import { listSavedViews } from "./queries/saved-views";

let workspace: TestWorkspace;
let editor: UserActor;

beforeAll(async () => {
  workspace = await createTestWorkspace();
  editor = await createTestMember(workspace.workspaceId, "editor");
});
beforeEach(() => prisma().savedView.deleteMany({ where: { workspaceId: workspace.workspaceId } }));

const view = { name: "Slow", query: "latency=5000", isShared: false };
const seen = async (actor: UserActor) =>
  (await listSavedViews(actor)).map(({ name, query, isShared }) => [name, query, isShared]);

it("a person renames and shares their view, and keeps it for themselves again", async () => {
  const { owner } = workspace;
  const { id } = await saveView(owner, view);
  expect(await seen(editor)).toEqual([]);
  expect(await saveView(owner, { ...view, id, name: "Too slow", isShared: true })).toEqual({ id });
  expect(await seen(editor)).toEqual([["Too slow", view.query, true]]);
  await saveView(owner, { ...view, id, isShared: false });
  expect([await seen(owner), await seen(editor)]).toEqual([[["Slow", view.query, false]], []]);
});

it("a view is changed by its owner alone, and takes no name of another", async () => {
  const { owner } = workspace;
  const { id } = await saveView(owner, { ...view, isShared: true });
  const change = { ...view, id, name: "Mine now" };
  await expect(saveView(editor, change)).rejects.toMatchObject({ code: "not_found" });
  await saveView(owner, { ...view, name: "Mine now" });
  await expect(saveView(owner, change)).rejects.toMatchObject({ code: "already_exists" });
  await removeView(owner, { id });
  await expect(saveView(owner, change)).rejects.toMatchObject({ code: "not_found" });
});

it("a change of the name or of who sees it leaves what another tab changed", async () => {
  const { owner } = workspace;
  const { id } = await saveView(owner, view);
  await saveView(owner, { ...view, query: "latency=9000" }); // the other tab saves other filters under the name
  await saveView(owner, { id, name: "Too slow" });
  await saveView(owner, { id, isShared: true });
  expect(await seen(owner)).toEqual([["Too slow", "latency=9000", true]]);
  await expect(saveView(owner, { name: "New" })).rejects.toMatchObject({ code: "invalid_request" });
});

it("two saves of one name at the same time make one view", async () => {
  const { owner } = workspace;
  const ids = await Promise.all([1, 2, 3, 4].map((n) => saveView(owner, { ...view, query: `version=${n}` })));
  expect(new Set(ids.map(({ id }) => id)).size).toBe(1);
  expect(await seen(owner)).toHaveLength(1);
});

it("a change to a view that an admin removes at the same time finds no view", async () => {
  const { owner } = workspace;
  const { id } = await saveView(owner, { ...view, isShared: true });
  const saving = await prisma().$transaction(async (tx) => {
    await tx.savedView.delete({ where: { id } });
    const late = expect(saveView(owner, { ...view, id, name: "Late" })).rejects.toMatchObject({ code: "not_found" });
    await sleep(200);
    return { late };
  });
  await saving.late;
  expect(await seen(owner)).toEqual([]);
});

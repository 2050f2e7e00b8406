import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Instance, startInstance } from "@/e2e/support/instance";
import type { UserActor } from "@/lib/auth/actor";
import { joinMachines } from "@/lib/core/publish-machines";
import { closeSharedCache } from "@/lib/core/redis";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { callTopics, watchCalls } from "@/lib/runtime/calls/watch";
import { createDraft, createTwoEditors } from "@/lib/testing/shared-draft";
import { createTestWorkspace, keyActorFor } from "@/lib/testing/workspace";
import { exchange } from "./editor";
import { editorTopics, watchEditor } from "./editor-watch";

const redisUrl = process.env.TEST_REDIS_URL;

describe.skipIf(!redisUrl)("two machines with one Redis", () => {
  let other: Instance;
  let leave: () => void;
  beforeAll(async () => {
    process.env.REDIS_URL = redisUrl;
    other = await startInstance({ DATABASE_URL: process.env.DATABASE_URL ?? "", REDIS_URL: redisUrl ?? "" });
    leave = joinMachines([...editorTopics, ...callTopics]);
  });
  afterAll(async () => {
    leave?.();
    closeSharedCache();
    await other?.stop();
  });

  it("tells an open editor at once of a tab that another machine answers", async () => {
    const { workspace, mara, priya } = await createTwoEditors();
    const { name, place } = await createDraft(workspace.owner, "two");
    const watch = (actor: UserActor, tab: string) => {
      const query = new URLSearchParams({ name, tab });
      const headers = { "sec-fetch-site": "same-origin" };
      const request = new Request(`http://localhost/api/editor/${workspace.slug}?${query}`, { headers });
      return watchEditor(request, workspace.slug, async () => actor).then((answer) => answer.json());
    };
    const openEditor = (tab: string) => ({ ...place, tab, knows: null, presence: { isEditing: false, place: "" } });
    await exchange(mara, openEditor("mara.1"));
    const waits = watch(mara, "mara.1");
    await new Promise((done) => setTimeout(done, 500)); // the watch waits, and Redis is subscribed
    await other.exchange(priya, openEditor("priya.1"));
    expect(await waits).toEqual({ isNews: true }); // without a hint it is false, after 15 s
  });

  it("lists a call that another machine answered, for a page that watches calls", async () => {
    const workspace = await createTestWorkspace();
    const { workspaceId, owner, environments } = workspace;
    await createPrompt(owner, {
      name: "demo/greeting",
      content: { type: "text", messages: [{ content: "Hello" }] },
      deployTo: "development",
    });
    const key = keyActorFor(workspace, [environments.development], { scope: "runtime" });
    await vi.waitFor(
      async () => {
        watchCalls(workspaceId);
        await other.resolve(key, "demo/greeting");
        expect(watchCalls(workspaceId)[0]).toMatchObject({ prompt: "demo/greeting", version: 1 });
      },
      { timeout: 5_000, interval: 100 },
    );
  });
});

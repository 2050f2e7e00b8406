import { expect, it } from "vitest";
import type { UserActor } from "@/lib/auth/actor";
import { startSharedDraft } from "@/lib/registry/shared-draft/commands/start-shared-draft";
import { createDraft, createTwoEditors } from "@/lib/testing/shared-draft";
import { exchange } from "./editor";
import { endWatches, watchEditor } from "./editor-watch";

it("tells an open editor at once that another tab opened the prompt, or shares its draft", async () => {
  const { workspace, mara, priya } = await createTwoEditors();
  const { name, place, state } = await createDraft(workspace.owner, "two");
  const watch = (actor: UserActor, tab: string, signal?: AbortSignal) => {
    const query = new URLSearchParams({ name, tab });
    const headers = { "sec-fetch-site": "same-origin" };
    const request = new Request(`http://localhost/api/editor/${workspace.slug}?${query}`, {
      headers,
      signal: signal ?? null,
    });
    return watchEditor(request, workspace.slug, async () => actor).then((answer) => answer.json());
  };
  /** Waits until the request has begun to wait. */
  const begun = () => new Promise((done) => setTimeout(done, 300));
  const open = (actor: UserActor, tab: string) =>
    exchange(actor, { ...place, tab, knows: null, presence: { isEditing: false, place: "" } });

  await open(mara, "mara.1");
  const leaving = new AbortController();
  const own = watch(priya, "priya.1"); // hears of what Mara shares, not of itself
  const waits = watch(mara, "mara.1");
  await begun();
  await open(priya, "priya.1");
  expect(await waits).toEqual({ isNews: true });

  const again = watch(mara, "mara.1", leaving.signal);
  const joins = watch(priya, "priya.2");
  await begun();
  await open(priya, "priya.1"); // a later request of a known tab is no news
  await startSharedDraft(mara, { ...place, state });
  expect(await joins).toEqual({ isNews: true });
  leaving.abort();
  const last = watch(priya, "priya.1");
  await begun();
  endWatches();
  expect(await Promise.all([last, watch(mara, "mara.2")])).toEqual([{ isNews: false }, { isNews: false }]);
  expect(await Promise.all([own, again])).toEqual([{ isNews: true }, { isNews: false }]);
});

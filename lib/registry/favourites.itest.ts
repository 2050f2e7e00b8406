import { beforeAll, expect, it } from "vitest";
import { createLivePrompt } from "@/lib/testing/experiment";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { archivePrompt, setFavourite } from "./commands/prompts";
import { listFavourites } from "./queries/favourites";

let w: TestWorkspace;
beforeAll(async () => {
  w = await createTestWorkspace();
  for (const name of ["b/second", "a/first"]) await createLivePrompt(w.owner, name, 1);
});

it("a favourite belongs to one person, and adding it twice has no effect", async () => {
  const viewer = await createTestMember(w.workspaceId, "viewer");
  for (const name of ["b/second", "a/first", "b/second"]) await setFavourite(viewer, { name, isFavourite: true });
  expect(await listFavourites(viewer)).toEqual(["a/first", "b/second"]);
  expect(await listFavourites(w.owner)).toEqual([]);
  await setFavourite(viewer, { name: "a/first", isFavourite: false });
  await setFavourite(viewer, { name: "a/first", isFavourite: false });
  expect(await listFavourites(viewer)).toEqual(["b/second"]);
});

it("a prompt of another workspace cannot be one, and two concurrent clicks make one", async () => {
  const { owner: stranger } = await createTestWorkspace();
  const there = { name: "a/first", isFavourite: true };
  await expect(setFavourite(stranger, there)).rejects.toMatchObject({ code: "not_found" });
  await Promise.all([setFavourite(w.owner, there), setFavourite(w.owner, there)]);
  expect(await listFavourites(w.owner)).toEqual(["a/first"]);
});

it("an archived prompt is not listed until it is restored", async () => {
  const place = { name: "b/second" };
  await setFavourite(w.owner, { ...place, isFavourite: true });
  await archivePrompt(w.owner, place);
  expect(await listFavourites(w.owner)).toEqual(["a/first"]);
});

import { expect, test } from "vitest";
import { draftFormOf } from "@/lib/testing/draft-form";
import { createDraft, createTwoEditors } from "@/lib/testing/shared-draft";
import { joinSharedDraft, leaveSharedDraft } from "./commands/join-shared-draft";
import { pushSharedDraft } from "./commands/push-shared-draft";
import { startSharedDraft } from "./commands/start-shared-draft";
import { changeDoc, readDoc } from "./draft-doc";
import { findOwnSharedText } from "./queries";

test("a person who takes part gets the shared text, also with a closed page; others and those who left do not", async () => {
  const { workspace, mara, priya } = await createTwoEditors();
  const { doc, place, state } = await createDraft(workspace.owner, "Hello");
  const where = { name: place.name, draftCopyId: null, baseVersion: 1 };
  expect(await findOwnSharedText(mara, where)).toBeNull();
  const { id } = await startSharedDraft(mara, { ...place, state });
  const made: Uint8Array[] = [];
  doc.on("update", (update) => made.push(update));
  changeDoc(doc, readDoc(doc), draftFormOf("Hello again"));
  await joinSharedDraft(mara, { id, tab: "mara.1" });
  await pushSharedDraft(mara, { id, tab: "mara.1", number: 1, update: new Uint8Array(made[0] ?? []), caret: null });

  await leaveSharedDraft(mara, { id, tab: "mara.1", isClosing: true });
  expect(await findOwnSharedText(mara, where)).toEqual({ id, form: draftFormOf("Hello again") });
  expect(await findOwnSharedText(mara, { ...where, baseVersion: 2 })).toBeNull();
  expect(await findOwnSharedText(priya, where)).toBeNull();

  await joinSharedDraft(priya, { id, tab: "priya.1" });
  await leaveSharedDraft(mara, { id, tab: "mara.1", isClosing: false });
  expect(await findOwnSharedText(mara, where)).toBeNull();
  expect(await findOwnSharedText(priya, where)).toMatchObject({ id });
});

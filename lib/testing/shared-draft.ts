import { randomUUID } from "node:crypto";
import { Doc, encodeStateAsUpdate } from "yjs";
import type { UserActor } from "@/lib/auth/actor";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { changeDoc } from "@/lib/registry/shared-draft/draft-doc";
import { draftFormOf } from "./draft-form";
import { createTestMember, createTestWorkspace } from "./workspace";

/** Creates a workspace with two editors. */
export async function createTwoEditors() {
  const workspace = await createTestWorkspace();
  const [mara, priya] = await Promise.all([
    createTestMember(workspace.workspaceId, "editor"),
    createTestMember(workspace.workspaceId, "editor"),
  ]);
  return { workspace, mara, priya };
}

/** Creates a prompt with one version, and a draft of it with this text, which Mara's tab starts to share. */
export async function createDraft(owner: UserActor, text: string) {
  const name = `shared/${randomUUID()}`;
  await createPrompt(owner, { name, content: { type: "chat", messages: [{ role: "system", content: "one" }] } });
  const doc = new Doc();
  changeDoc(doc, null, draftFormOf(text));
  const place = { name, draftCopyId: null, baseVersion: 1, tab: "mara.1" };
  return { name, doc, place, state: new Uint8Array(encodeStateAsUpdate(doc)) };
}

import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { loadForUsers, loadUsers } from "../queries/snippet-uses";
import { type UpdateSnippetPinsInput, updateSnippetPinsInput } from "../schema";
import { planPinUpdates } from "../snippet-update";
import { insertVersion } from "./insert-version";
import { lockPrompt } from "./load";

export type PinsUpdated = {
  /** The new versions. Snippets come before the prompts that use them. */
  items: { name: string; version: number }[];
  /** Prompts that already use this version. */
  unchanged: string[];
};

/**
 * Creates a new version of each given prompt, based on its newest one, with the snippet pinned to this version. Uses
 * one transaction. Nothing goes live. Throws 409 `invalid_state` if a prompt cannot be updated.
 */
export async function updateSnippetPins(actor: Actor, input: UpdateSnippetPinsInput): Promise<PinsUpdated> {
  authorize(actor, "prompt:write");
  const { workspaceId } = actor;
  const { snippet, version, prompts } = parseInput(updateSnippetPinsInput, input);
  const names = [...new Set(prompts)].sort();
  return transaction(async (tx) => {
    // Locks all rows in the order of their ids, to prevent deadlocks.
    await tx.$queryRaw`select id from prompts where workspace_id = ${workspaceId}::uuid and name = any(${names}::text[])
      order by id for update`;
    const locked = new Map<string, string>();
    for (const name of names) locked.set(name, (await lockPrompt(tx, workspaceId, name)).id);
    const users = await loadUsers(tx, workspaceId, names);
    const missing = names.find((name) => !users.some((user) => user.name === name));
    if (missing) throw notFound(`The prompt ${missing}, in use,`);
    const load = await loadForUsers(tx, actor, users, { name: snippet, version });
    const result: PinsUpdated = { items: [], unchanged: [] };
    for (const { user, prepared, problem } of planPinUpdates(users, { name: snippet, version }, load)) {
      if (problem) throw new AppError("invalid_state", `${user.name} cannot take ${snippet} v${version}: ${problem}`);
      const id = locked.get(user.name);
      if (!prepared || !id) {
        result.unchanged.push(user.name);
        continue;
      }
      const made = await insertVersion(tx, actor, {
        prompt: { id, name: user.name },
        prepared,
        parentVersion: user.latestVersion,
        message: `${snippet} v${version}`,
      });
      result.items.push({ name: user.name, version: made.number });
    }
    return result;
  });
}

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
  /** New versions, snippets before the prompts that put them in. */
  items: { name: string; version: number }[];
  /** Prompts that put in this version already. */
  unchanged: string[];
};

/**
 * Makes a new version of each prompt named, with the snippet pinned to this version: all of them in one transaction, on
 * top of what is newest then. Nothing goes live. A prompt that cannot take it is 409 `invalid_state`.
 */
export async function updateSnippetPins(actor: Actor, input: UpdateSnippetPinsInput): Promise<PinsUpdated> {
  authorize(actor, "prompt:write");
  const { workspaceId } = actor;
  const { snippet, version, prompts } = parseInput(updateSnippetPinsInput, input);
  const names = [...new Set(prompts)].sort();
  return transaction(async (tx) => {
    // All at once, in the order that everybody locks prompts in: nobody waits for the other for ever.
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

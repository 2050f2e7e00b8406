import { isAppError } from "@/lib/core/errors";
import type { Content } from "@/lib/template/content";
import type { LoadSnippet } from "@/lib/template/expand";
import { type PreparedContent, prepareParsed } from "./prepare";

/** A prompt whose newest version includes the snippet, directly or through another snippet. */
export type SnippetUser = {
  name: string;
  latestVersion: number;
  /** The number of its next version. */
  nextNumber: number;
  content: Content;
  expanded: Content | null;
};

/** The result of updating a prompt's pins. `prepared` is null if nothing changes or the update is not possible. */
export type PinUpdate = {
  user: SnippetUser;
  prepared: PreparedContent | null;
  problem: string | null;
};

/**
 * The snippets of the users, loaded before. A snippet may be referenced by a former name; `ownerOf` returns its current
 * name.
 */
export type LoadedForUpdate = { load: LoadSnippet; ownerOf: (name: string) => string };

/**
 * Plans the update of these prompts to a version of `snippet`. A prompt that includes another updated prompt gets the
 * next version of that one. Prepares one prompt per step, because each may be long. Pure.
 */
export function* planPinUpdates(
  users: readonly SnippetUser[],
  snippet: { name: string; version: number },
  { load, ownerOf }: LoadedForUpdate,
): Generator<PinUpdate> {
  const moved = new Map([[snippet.name, snippet.version]]);
  const made = new Map<string, Content>();
  const find: LoadSnippet = (name, version) => {
    const own = version === undefined ? undefined : made.get(`${ownerOf(name)}@${version}`);
    return own && version !== undefined ? { name, version, content: own } : load(name, version);
  };
  for (const user of inOrder(users, ownerOf)) {
    const { snippets = [], ...rest } = user.content;
    const pins = snippets.map((pin) => ({ ...pin, version: moved.get(ownerOf(pin.name)) ?? pin.version }));
    if (pins.every((pin, index) => pin.version === snippets[index]?.version)) {
      yield { user, prepared: null, problem: null };
      continue;
    }
    try {
      const prepared = prepareParsed({ ...rest, snippets: pins }, find, user.name);
      moved.set(user.name, user.nextNumber);
      made.set(`${user.name}@${user.nextNumber}`, prepared.content);
      yield { user, prepared, problem: null };
    } catch (error) {
      if (!isAppError(error)) throw error;
      yield { user, prepared: null, problem: error.message };
    }
  }
}

/** Sorts snippets before the prompts that include them. */
function inOrder(users: readonly SnippetUser[], ownerOf: (name: string) => string): SnippetUser[] {
  const byName = new Map(users.map((user) => [user.name, user]));
  const done = new Set<SnippetUser>();
  const visit = (user: SnippetUser, depth: number) => {
    if (done.has(user) || depth > 10) return;
    for (const { name } of user.content.snippets ?? []) {
      const inner = byName.get(ownerOf(name));
      if (inner) visit(inner, depth + 1);
    }
    done.add(user);
  };
  for (const user of users) visit(user, 0);
  return [...done];
}

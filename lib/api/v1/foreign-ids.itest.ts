import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { signHead } from "@/lib/auth/history/commands";
import { eraseDueUsers } from "@/lib/requests/commands/erase-user";
import type { Things } from "@/lib/testing/action-inputs";
import { seedThings } from "@/lib/testing/action-things";
import { testKeys } from "@/lib/testing/alerts";
import { type Client, createClient, inPath, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { callBodies, calledPrompt } from "@/lib/testing/call-bodies";
import { snapshotOf } from "@/lib/testing/workspace-snapshot";
import { endpoints } from "./endpoints";

/** What the id of a path names, by the path. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^\/interactions\//, "interaction"],
  [/\/previews\//, "preview"],
  [/\/drafts\//, "copy"],
  [/\/comments\//, "comment"],
  [/^\/data-deletions\//, "deletion"],
  [/^\/keys\//, "key"],
  [/^\/oidc-trusts\//, "trust"],
  [/\/samples\//, "sample"],
  [/^\/suites\//, "suite"],
  [/^\/evaluations\//, "run"],
  [/^\/experiments\//, "experiment"],
  [/^\/guards\//, "guard"],
  [/^\/alert-channels\//, "channel"],
  [/^\/budgets\//, "budget"],
  [/^\/share-links\//, "link"],
  [/^\/members\//, "member"],
  [/^\/invitations\//, "invitation"],
  [/^\/domains\//, "domain"],
  [/^\/connections\//, "connection"],
];
const parameters: Record<string, string> = { deliveryId: "delivery", noteId: "note", caseKey: "caseKey" };
/** The id of a user is the application's: any workspace may have had such a user. */
const isOwnId = (id: string) => id === "deleteUserData";
/** Some endpoints refuse the body before they look for the id. */
const refusals = [404, 422];

type Seeded = Record<string, string>;

let mount: Mount;
let theirId = "";
let mine: Seeded;
let theirs: Seeded;
let stranger: Client;
/** A hash of the rows of the other workspace, by table. */
let rows: Awaited<ReturnType<typeof snapshotOf>>;

async function seed(): Promise<{ things: Seeded; client: Client; workspaceId: string }> {
  const { workspace, things } = await seedThings();
  const client = createClient(mount.send, workspace.manageKey);
  const must = async (path: string, body: object) => {
    const answer = await client.post(path, body);
    expect(answer.status, answer.text).toBeLessThan(300);
    return String(answer.body.id);
  };
  const metrics = [{ name: "completion", worse: "lower" }];
  const guard = await must("/guards", { prompt: things.prompt, environment: "production", metrics });
  const { body } = await client.delete("/users/somebody/data");
  const all: Things & Record<string, string> = { ...things, guard, deletion: String(body.id) };
  return { things: all, client, workspaceId: workspace.workspaceId };
}

/** Ids in a body, which other endpoints name in the path. */
const bodyOf = (id: string, things: Seeded) =>
  JSON.parse(JSON.stringify(callBodies[id] ?? null).replaceAll(calledPrompt, things.prompt ?? ""));

beforeAll(async () => {
  vi.stubEnv("ENCRYPTION_KEYS", testKeys);
  vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
  mount = await mountAheadOfNext();
  const [victim, other] = [await seed(), await seed()];
  theirId = victim.workspaceId;
  theirs = victim.things;
  mine = other.things;
  stranger = other.client;
  // Both deletions end here, so that the job of another test file does not end them, with an audit event, in a test.
  for (let pass = 0; pass < 2; pass++) await eraseDueUsers(Date.now() + 60_000, { first: 0, second: 0 });
  // The same for the head of their history.
  await signHead({ kind: "system", workspaceId: theirId, name: "tests" });
  rows = await snapshotOf(theirId);
}, 120_000);
afterAll(() => mount.stop());

const withIds = endpoints.filter(({ id, path }) => !isOwnId(id) && /\{(id|deliveryId|noteId|caseKey)\}/.test(path));

describe("an id of another workspace", () => {
  it("is tried on many endpoints", () => expect(withIds.length).toBeGreaterThan(70));

  it.each(withIds.map((endpoint) => [endpoint.id, endpoint] as const))("is unknown to %s", async (id, endpoint) => {
    const { path, method } = endpoint;
    const kind = kinds.find(([place]) => place.test(path))?.[1] ?? "";
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    const foreign = names.filter((name) => name === "id" || parameters[name]);
    for (const taken of foreign) {
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
        const things = name === taken ? theirs : mine;
        if (name === "name") return inPath(mine.prompt ?? "");
        if (name === "number" || name === "version") return "1";
        const value = things[name === "id" ? kind : (parameters[name] ?? "")];
        expect(value, `${name} of ${path}`).toBeTruthy();
        return inPath(value ?? "");
      });
      const answer = await stranger.call(method.toUpperCase(), filled, bodyOf(id, mine) ?? undefined);
      expect(refusals, `${method} ${filled} ${answer.status} ${answer.text}`).toContain(answer.status);
      for (const secret of [theirId, "hidden", "Where is parcel", "Hello"]) expect(answer.text).not.toContain(secret);
    }
    const before = rows;
    rows = await snapshotOf(theirId);
    expect(rows).toEqual(before);
  });
});

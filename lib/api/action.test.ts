import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { UserActor } from "@/lib/auth/actor";
import { AppError } from "@/lib/core/errors";
import { actionsFor, defineAction, isGuardedAction } from "./action";

const actor: UserActor = { kind: "user", workspaceId: "w1", userId: "u1", name: "Ada", role: "editor" };
const define = actionsFor(async (slug) => (slug === "acme" ? actor : null));
const schema = z.object({ name: z.string().max(10) });
const greet = define(schema, async ({ name: who }, { name }) => `${who} greets ${name}`);

describe("a server action", () => {
  it("runs for a member and returns the data", async () => {
    expect(await greet({ workspace: "acme", name: "Bo" })).toEqual({ ok: true, data: "Ada greets Bo" });
  });

  it("refuses people who are not signed in, before it checks the input", async () => {
    expect(await greet({ workspace: "other", name: 7 })).toMatchObject({ error: { code: "unauthenticated" } });
  });

  it("reports what is wrong with the input", async () => {
    expect(await greet({ workspace: "acme", name: 7 })).toMatchObject({
      ok: false,
      error: { code: "invalid_request", errors: [{ pointer: "/name" }] },
    });
    const extra = await greet({ workspace: "acme", name: "Bo", role: "owner" });
    expect(extra).toMatchObject({ error: { code: "unrecognized_keys" } });
    expect(await greet({ workspace: "acme", name: "a\0" })).toMatchObject({ error: { code: "invalid_character" } });
    for (const input of [undefined, null, "x", 7, [], {}, { workspace: 7 }, new FormData()])
      expect(await greet(input)).toMatchObject({ ok: false, error: { code: "invalid_request" } });
  });

  it("returns expected errors and hides others", async () => {
    const fail = (error: unknown) =>
      define(z.object({}), async () => {
        throw error;
      })({ workspace: "acme" });
    expect(await fail(new AppError("forbidden", "No."))).toEqual({
      ok: false,
      error: { code: "forbidden", message: "No." },
    });
    const hidden = await fail(new Error("select secret"));
    expect(hidden).toMatchObject({ ok: false, error: { code: "internal_error" } });
    expect(JSON.stringify(hidden)).not.toContain("secret");
    expect(await fail(Object.assign(new Error("x"), { code: "P1001" }))).toMatchObject({
      error: { code: "database_unavailable" },
    });
  });

  it("counts as a request of its person", async () => {
    const busy = actionsFor(async () => ({ ...actor, userId: "a busy person" }));
    const act = busy(z.object({}), async () => 1);
    const answers = [];
    for (let sent = 0; sent < 1_501; sent++) answers.push(await act({ workspace: "acme" }));
    expect(answers.at(-2)).toEqual({ ok: true, data: 1 });
    expect(answers.at(-1)).toMatchObject({ ok: false, error: { code: "rate_limited" } });
  });

  it("passes Next's own signals through", async () => {
    const redirect = Object.assign(new Error("NEXT_REDIRECT"), { digest: "NEXT_REDIRECT;push;/x;307;" });
    const action = define(z.object({}), async () => {
      throw redirect;
    });
    await expect(action({ workspace: "acme" })).rejects.toBe(redirect);
  });

  it("can be distinguished from an unguarded function", () => {
    expect(isGuardedAction(greet)).toBe(true);
    expect(isGuardedAction(defineAction(schema, async () => 1))).toBe(true);
    expect(isGuardedAction(async () => 1)).toBe(false);
    expect(isGuardedAction(undefined)).toBe(false);
  });
});

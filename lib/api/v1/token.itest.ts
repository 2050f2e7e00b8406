import type { JWTPayload } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { forgetKeys } from "@/lib/auth/api-keys";
import { changeMemberRole } from "@/lib/auth/commands/members";
import {
  createOidcTrust,
  endExpiredTrusts,
  removeOidcTrust,
  sweepExchangedKeys,
} from "@/lib/auth/oidc-trusts/commands";
import { listOidcTrusts } from "@/lib/auth/oidc-trusts/queries";
import type { CreateOidcTrustInput } from "@/lib/auth/oidc-trusts/schema";
import { listApiKeys } from "@/lib/auth/queries/api-keys";
import { prisma } from "@/lib/core/db";
import { createClient, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { startOidcIssuer } from "@/lib/testing/oidc-issuer";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");

const audience = "https://prompts.example.com";
const now = () => Math.floor(Date.now() / 1_000);

let mount: Mount;
let issuer: Awaited<ReturnType<typeof startOidcIssuer>>;
let own: TestWorkspace;
let trustId: string;

const input = (name: string): CreateOidcTrustInput => ({
  name,
  issuer: issuer.url,
  audience,
  conditions: [
    { claim: "repository", value: "acme/shop" },
    { claim: "ref", value: "refs/heads/*" },
  ],
  environments: ["staging"],
  rights: ["prompt:read", "prompt:promote"],
});
const claims = (more: JWTPayload = {}): JWTPayload => ({
  iss: issuer.url,
  aud: audience,
  sub: "repo:acme/shop:ref:refs/heads/main",
  repository: "acme/shop",
  ref: "refs/heads/main",
  iat: now(),
  exp: now() + 300,
  ...more,
});
const fields = (token: string, client = trustId) => ({
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  client_id: client,
  subject_token: token,
  subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
});
const exchange = (token: string, client = trustId) =>
  createClient(mount.send, null).post("/token", fields(token, client));
const auditOf = (targetId: string) =>
  prisma().auditEvent.findMany({ where: { workspaceId: own.workspaceId, targetId }, orderBy: { at: "asc" } });

beforeAll(async () => {
  mount = await mountAheadOfNext();
  issuer = await startOidcIssuer();
  own = await createTestWorkspace();
  trustId = (await createOidcTrust(own.owner, input("CI"))).id;
});
afterAll(async () => {
  await issuer.stop();
  await mount.stop();
});

describe("a token exchange", () => {
  it("gives a key of 15 minutes with the rights and environments of the trust, and records it", async () => {
    const answer = await exchange(await issuer.sign(claims({ actor: "ana", run_id: "77" })));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.body).toMatchObject({
      issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
      token_type: "Bearer",
      expires_in: 900,
      scope: "prompt:read prompt:promote",
    });
    const key = createClient(mount.send, answer.body.access_token);
    expect((await key.get("/prompts")).status).toBe(200);
    expect((await key.get("/keys")).body.code).toBe("insufficient_scope");
    const row = await prisma().apiKey.findFirstOrThrow({ where: { trustId }, orderBy: { createdAt: "desc" } });
    expect(row).toMatchObject({ environmentIds: [own.environments.staging], allEnvironments: false, scope: "manage" });
    const lifeMs = (row.expiresAt?.getTime() ?? 0) - row.createdAt.getTime();
    expect(Math.abs(lifeMs - 900_000)).toBeLessThan(5_000);
    const [event] = await auditOf(row.id);
    expect(event).toMatchObject({
      action: "key.exchange",
      actorKind: "key",
      actorName: "CI",
      data: { trust: trustId, claims: { repository: "acme/shop", actor: "ana", run_id: "77" } },
    });
    const [trust] = (await listOidcTrusts(own.owner, { limit: 10 })).items;
    expect(trust?.lastUsedAt).not.toBeNull();
    expect((await listApiKeys(own.owner, { limit: 100 })).items.map(({ name }) => name)).not.toContain("CI");
  });

  it("accepts a form, as OAuth clients send it", async () => {
    const send = (body: string) =>
      mount.send("/api/v1/token", {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body,
      });
    const form = String(new URLSearchParams(fields(await issuer.sign(claims()))));
    expect((await (await send(form)).json()).expires_in).toBe(900);
    expect((await (await send(`${form}&client_id=x`)).json()).code).toBe("duplicate_parameter");
    expect((await (await send("")).json()).code).toBe("invalid_request");
  });

  it("gives one key per token, also with concurrent requests", async () => {
    const token = await issuer.sign(claims());
    const answers = await Promise.all([exchange(token), exchange(token), exchange(token)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe("token_already_used");
  });

  it.each<[string, string, () => Promise<string>]>([
    ["a token that has expired", "invalid_token", () => issuer.sign(claims({ exp: now() - 61 }))],
    ["one not valid yet", "invalid_token", () => issuer.sign(claims({ nbf: now() + 90 }))],
    ["one of the future", "invalid_token", () => issuer.sign(claims({ iat: now() + 90 }))],
    ["one that lives for two days", "invalid_token", () => issuer.sign(claims({ exp: now() + 172_800 }))],
    ["one without an end", "invalid_token", () => issuer.sign({ ...claims(), exp: undefined } as JWTPayload)],
    ["one for somebody else", "invalid_token", () => issuer.sign(claims({ aud: "https://github.com/acme" }))],
    ["one of another issuer", "invalid_token", () => issuer.sign(claims({ iss: "https://evil.example" }))],
    ["one signed by a stranger", "invalid_token", () => issuer.signAsStranger(claims())],
    ["one that is not signed", "invalid_token", async () => `${btoa('{"alg":"none"}')}.${btoa("{}")}.`],
    ["a text", "invalid_token", async () => "hello"],
    ["another repository", "token_not_trusted", () => issuer.sign(claims({ repository: "evil/shop" }))],
    ["a tag", "token_not_trusted", () => issuer.sign(claims({ ref: "refs/tags/v1" }))],
  ])("refuses %s: %s", async (_, code, makeToken) => {
    expect((await exchange(await makeToken())).body.code).toBe(code);
  });

  it("accepts a clock that is off by less than a minute", async () => {
    const token = await issuer.sign(claims({ iat: now() + 30, nbf: now() + 30 }));
    expect((await exchange(token)).status).toBe(200);
  });

  it("refuses an unknown trust, and wrong fields with their place", async () => {
    const token = await issuer.sign(claims());
    expect((await exchange(token, "01890000-0000-7000-8000-000000000000")).body.code).toBe("not_found");
    const anonymous = createClient(mount.send, null);
    const wrong = await anonymous.post("/token", { ...fields(token), grant_type: "client_credentials" });
    expect(wrong.body).toMatchObject({ code: "invalid_request", errors: [{ pointer: "/grant_type" }] });
    expect((await anonymous.get("/token")).body.code).toBe("method_not_allowed");
    expect((await anonymous.post("/token?x=1", fields(token))).body.code).toBe("unrecognized_keys");
  });

  it("reads the keys once, and again if the issuer signs with a new one", async () => {
    const before = issuer.state.keyReads;
    await exchange(await issuer.sign(claims()));
    expect(issuer.state.keyReads).toBe(before);
  });
});

describe("the creator of a trust", () => {
  const refusal = (more: Partial<CreateOidcTrustInput>, actor = own.owner) =>
    createOidcTrust(actor, { ...input("another"), ...more }).then(
      () => null,
      (error: { code: string }) => error.code,
    );

  it("can be an admin, with rights that are limited by the key's lifetime", async () => {
    expect(await refusal({ rights: ["key:write"] })).toBe("insufficient_scope");
    expect(await refusal({ rights: ["member:write"], environments: "all" })).toBe("insufficient_scope");
    expect(await refusal({ rights: ["workspace:write"] })).toBe("environment_not_allowed");
    expect(await refusal({ environments: ["nowhere"] })).toBe("not_found");
    expect(await refusal({ name: "CI" })).toBe("already_exists");
    expect(await refusal({ conditions: [{ claim: "sub", value: "*" }] })).toBe("invalid_request");
    expect(await refusal({}, { ...own.owner, role: "publisher" })).toBe("forbidden");
    const editor = await createTestMember(own.workspaceId, "editor");
    expect(await refusal({}, { ...editor, role: "admin" })).toBe("forbidden"); // the role in the database counts
  });

  it("the issuer is read through the address guard, over https", async () => {
    expect(await refusal({ issuer: "http://issuer.example" })).toBe("url_not_allowed");
    expect(await refusal({ issuer: "https://10.0.0.1" })).toBe("url_not_allowed");
    expect(await refusal({ issuer: `${issuer.url}/other` })).toBe("issuer_unavailable");
  });

  it("can be a key, within its own access; its trusts end with it", async () => {
    const root = createClient(mount.send, own.manageKey);
    const maker = async (more: object) => {
      const rights = ["key:read", "key:write", "prompt:read"];
      const { body } = await root.post("/keys", { name: "k", scope: "manage", environments: "all", rights, ...more });
      return { id: body.id as string, client: createClient(mount.send, body.key) };
    };
    const { id, client } = await maker({});
    const rights = ["prompt:read"];
    const trust = await client.post("/oidc-trusts", { ...input("by a key"), rights });
    expect(trust).toMatchObject({ status: 201, body: { name: "by a key", environments: ["staging"], rights } });
    expect((await client.post("/oidc-trusts", input("more"))).body.code).toBe("insufficient_scope");
    const narrow = (await maker({ environments: ["production"] })).client;
    const at = `/oidc-trusts/${trust.body.id}`;
    expect((await narrow.patch(at, { name: "taken" })).body.code).toBe("environment_not_allowed");
    expect((await narrow.delete(at)).body.code).toBe("environment_not_allowed");
    const { body } = await exchange(await issuer.sign(claims()), trust.body.id);
    const issuedClient = createClient(mount.send, body.access_token);
    expect((await issuedClient.get("/prompts")).status).toBe(200);
    await root.delete(`/keys/${id}`);
    expect((await issuedClient.get("/prompts")).status).toBe(401);
    expect((await exchange(await issuer.sign(claims()), trust.body.id)).body.code).toBe("not_found");
  });
});

describe("a trust of a key", () => {
  it("ends if the key expires, with all its keys; a rotation keeps it", async () => {
    const root = createClient(mount.send, own.manageKey);
    const rights = ["key:read", "key:write", "prompt:read"];
    const { body: maker } = await root.post("/keys", { name: "k", scope: "manage", environments: "all", rights });
    const client = createClient(mount.send, maker.key);
    const make = async (name: string) =>
      (await client.post("/oidc-trusts", { ...input(name), rights: ["prompt:read"] })).body.id as string;
    const [id, other] = [await make("ends"), await make("goes on")];
    const ends = (keyId: string, seconds: number) =>
      prisma().apiKey.update({ where: { id: keyId }, data: { expiresAt: new Date(Date.now() + seconds * 1_000) } });
    await ends(maker.id, 298);
    expect((await exchange(await issuer.sign(claims()), id)).body.expires_in).toBeLessThanOrEqual(300);
    const { body: next } = await root.post(`/keys/${maker.id}/rotate`, { overlapHours: 1 });
    await prisma().oidcTrust.update({ where: { id }, data: { parentKeyId: maker.id } });
    await ends(maker.id, -1);
    expect((await exchange(await issuer.sign(claims()), id)).body.code).toBe("not_found");
    expect((await exchange(await issuer.sign(claims()), other)).status).toBe(200);
    expect(await prisma().oidcTrust.findUnique({ where: { id: other } })).toMatchObject({ parentKeyId: next.id });
    expect(await endExpiredTrusts()).toBe(1);
    expect((await auditOf(id)).map(({ action }) => action)).toEqual(["oidc-trust.create", "oidc-trust.remove"]);
  });
});

describe("a changed trust", () => {
  it("keeps omitted fields; its keys are revoked, unless only its name changes", async () => {
    const root = createClient(mount.send, own.manageKey);
    const { id } = await createOidcTrust(own.owner, input("before"));
    const at = `/oidc-trusts/${id}`;
    const { body } = await exchange(await issuer.sign(claims()), id);
    const issuedClient = createClient(mount.send, body.access_token);
    expect((await root.patch(at, { name: "after" })).body).toEqual({
      ...input("after"),
      id,
      createdBy: "Test Owner",
      createdAt: expect.any(String),
      lastUsedAt: expect.any(String),
    });
    expect((await issuedClient.get("/prompts")).status).toBe(200);
    const elsewhere = [{ claim: "repository", value: "acme/other" }];
    expect((await root.patch(at, { conditions: elsewhere, rights: ["prompt:read"] })).status).toBe(200);
    expect((await issuedClient.get("/prompts")).status).toBe(401);
    expect((await exchange(await issuer.sign(claims()), id)).body.code).toBe("token_not_trusted");
    const other = await exchange(await issuer.sign(claims({ repository: "acme/other" })), id);
    expect(other.body.scope).toBe("prompt:read");
    expect((await auditOf(id)).map(({ action, data }) => [action, data]).at(-1)).toEqual([
      "oidc-trust.update",
      { conditions: elsewhere, rights: ["prompt:read"] },
    ]);
  });

  it("has the same errors as a new one", async () => {
    const root = createClient(mount.send, own.manageKey);
    const { id } = await createOidcTrust(own.owner, input("strict"));
    const code = async (changes: object) => (await root.patch(`/oidc-trusts/${id}`, changes)).body.code;
    expect(await code({ name: "CI" })).toBe("already_exists");
    expect(await code({ rights: ["key:write"] })).toBe("insufficient_scope");
    expect(await code({ environments: ["nowhere"] })).toBe("not_found");
    expect(await code({ conditions: [{ claim: "sub", value: "*" }] })).toBe("invalid_request");
    expect(await code({ issuer: "https://10.0.0.1" })).toBe("url_not_allowed");
    expect(await code({ owner: "me" })).toBe("unrecognized_keys");
    const stranger = await createTestWorkspace();
    const theirs = createClient(mount.send, stranger.manageKey);
    expect((await theirs.patch(`/oidc-trusts/${id}`, { name: "theirs" })).body.code).toBe("not_found");
    const page = await root.get("/oidc-trusts?limit=1");
    expect([page.body.items.length, page.body.nextCursor]).toEqual([1, expect.any(String)]);
  });
});

describe("the end of a trust", () => {
  it("revokes its keys immediately", async () => {
    const trust = await createOidcTrust(own.owner, input("short"));
    const { body } = await exchange(await issuer.sign(claims()), trust.id);
    const key = createClient(mount.send, body.access_token);
    expect((await key.get("/prompts")).status).toBe(200);
    const stranger = await createTestWorkspace();
    await expect(removeOidcTrust(stranger.owner, trust)).rejects.toMatchObject({ code: "not_found" });
    await removeOidcTrust(own.owner, trust);
    expect((await key.get("/prompts")).status).toBe(401);
    expect((await exchange(await issuer.sign(claims()), trust.id)).body.code).toBe("not_found");
    expect((await auditOf(trust.id)).map(({ action }) => action)).toEqual(["oidc-trust.create", "oidc-trust.remove"]);
  });

  it("follows the loss of its owner's rights, unless it is handed over", async () => {
    for (const keys of ["revoke", "keep"] as const) {
      const admin = await createTestMember(own.workspaceId, "admin");
      const trust = await createOidcTrust(admin, input(`of ${keys}`));
      await changeMemberRole(own.owner, { id: admin.userId, role: "editor", keys });
      const { status, body } = await exchange(await issuer.sign(claims()), trust.id);
      expect([keys, status]).toEqual([keys, keys === "keep" ? 200 : 404]);
      if (keys === "revoke") continue;
      forgetKeys();
      const row = await prisma().apiKey.findFirstOrThrow({ where: { trustId: trust.id } });
      expect([row.ownerId, body.expires_in]).toEqual([own.owner.userId, 900]);
    }
  });

  it("deletes expired keys after a day", async () => {
    const { id } = await createOidcTrust(own.owner, input("swept"));
    const token = await issuer.sign(claims());
    await exchange(token, id);
    const endedAgo = (hours: number) =>
      prisma().apiKey.updateMany({
        where: { trustId: id },
        data: { expiresAt: new Date(Date.now() - hours * 3_600_000) },
      });
    await endedAgo(23);
    await sweepExchangedKeys();
    expect((await exchange(token, id)).body.code).toBe("token_already_used");
    await endedAgo(25);
    expect(await sweepExchangedKeys()).toBe(1);
  });
});

// Must be last, because the cached keys are lost.
describe("an issuer", () => {
  it("that signs with a new key is read again; an unavailable one is 503", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31_000 }); // jose fetches keys at most every 30 s
    await issuer.rotate();
    expect((await exchange(await issuer.sign(claims()))).status).toBe(200);
    vi.setSystemTime(Date.now() + 11 * 60_000);
    issuer.state.isAway = true;
    const answer = await exchange(await issuer.sign(claims()));
    expect(answer.body.code).toBe("issuer_unavailable");
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    vi.useRealTimers();
  });

  it("accepts 120 exchanges a minute from one address", async () => {
    const anonymous = createClient(mount.send, null);
    const answers = await Promise.all(Array.from({ length: 121 }, () => anonymous.post("/token", {})));
    expect(answers.map(({ body }) => body.code)).toContain("rate_limited");
  });
});

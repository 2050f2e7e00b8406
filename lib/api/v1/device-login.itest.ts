import { beforeAll, expect, test, vi } from "vitest";
import type { UserActor } from "@/lib/auth/actor";
import { changeMemberRole } from "@/lib/auth/commands/members";
import { approveDevice, clearDeviceLogins, refuseDevice } from "@/lib/auth/device-login/commands";
import { findWaitingDevice } from "@/lib/auth/device-login/queries";
import type { ApproveDeviceInput } from "@/lib/auth/device-login/schema";
import { prisma } from "@/lib/core/db";
import { createClient, mountBeforeAll } from "@/lib/testing/api";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

const mount = mountBeforeAll();
let own: TestWorkspace;
beforeAll(async () => {
  own = await createTestWorkspace();
});

const anonymous = () => createClient(mount.send, null);
const begin = async () =>
  (await anonymous().post("/device/code", { client_id: "understudy-cli", device_name: "ana-laptop" })).body;
const grant = { grant_type: "urn:ietf:params:oauth:grant-type:device_code", client_id: "understudy-cli" };
const ask = (device: string) => anonymous().post("/token", { ...grant, device_code: device });
const errorOf = async (device: string) => (await ask(device)).body.error;
const choice = (code: string, more: Partial<ApproveDeviceInput> = {}): ApproveDeviceInput => ({
  code,
  name: "Ana's laptop",
  environments: "all",
  rights: ["prompt:read"],
  days: 30,
  ...more,
});
const waited = (deviceName: string) =>
  prisma().deviceLogin.updateMany({ where: { deviceName }, data: { lastPolledAt: new Date(0) } });

test("a device gets an approved key once", async () => {
  const begun = await begin();
  expect(begun).toEqual({
    device_code: expect.stringMatching(/^[\w-]{43}$/),
    user_code: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/),
    verification_uri: expect.stringMatching(/\/device$/),
    verification_uri_complete: expect.stringContaining(`/device?code=${begun.user_code}`),
    expires_in: 600,
    interval: 5,
  });
  const rows = JSON.stringify(await prisma().deviceLogin.findMany());
  expect([begun.device_code, begun.user_code].filter((code) => rows.includes(code))).toEqual([]);
  const pending = await ask(begun.device_code);
  expect(pending).toMatchObject({ status: 400, body: { error: "authorization_pending" } });
  expect(pending.headers.get("content-type")).toBe("application/json");
  expect(await errorOf(begun.device_code)).toBe("slow_down");
  const { intervalSeconds } = await prisma().deviceLogin.findFirstOrThrow({ where: { deviceName: "ana-laptop" } });
  expect(intervalSeconds).toBe(10);
  await waited("ana-laptop");
  expect(await errorOf(begun.device_code)).toBe("authorization_pending");

  expect(await findWaitingDevice(begun.user_code.toLowerCase().replace("-", " "))).toMatchObject({
    program: "understudy-cli",
    machine: "ana-laptop",
  });
  await approveDevice(own.owner, choice(begun.user_code, { environments: ["staging"] }));
  expect(await findWaitingDevice(begun.user_code)).toBeNull();
  const answers = await Promise.all([ask(begun.device_code), ask(begun.device_code)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400]);
  const { body } = answers.find(({ status }) => status === 200) ?? answers[0];
  expect(body).toMatchObject({ token_type: "Bearer", expires_in: 30 * 86_400, scope: "prompt:read" });
  expect(await errorOf(begun.device_code)).toBe("invalid_grant");
  const key = createClient(mount.send, body.access_token);
  expect((await key.get("/prompts")).status).toBe(200);
  expect((await key.get("/keys")).body.code).toBe("insufficient_scope");
  const row = await prisma().apiKey.findFirstOrThrow({ where: { name: "Ana's laptop" } });
  expect(row).toMatchObject({ ownerId: own.owner.userId, environmentIds: [own.environments.staging] });
  const events = await prisma().auditEvent.findMany({
    where: { workspaceId: own.workspaceId, targetName: "Ana's laptop" },
    orderBy: { at: "asc" },
  });
  expect(events.map(({ action }) => action)).toEqual(["device.approve", "key.create"]);
  expect(events[0]?.data).toMatchObject({ machine: "ana-laptop", environments: ["staging"], days: 30 });
});

test("a device is refused, too late, or unknown", async () => {
  const refused = await begin();
  const person = { userId: own.owner.userId, name: "Ana", email: "ana@example.test" };
  await refuseDevice(person, { code: refused.user_code });
  expect(await errorOf(refused.device_code)).toBe("access_denied");
  const gone = { code: "link_expired" };
  await expect(approveDevice(own.owner, choice(refused.user_code))).rejects.toMatchObject(gone);
  const where = { workspaceId: own.workspaceId, action: "member.refuse-device" };
  expect(await prisma().auditEvent.count({ where })).toBe(1);

  const late = await begin();
  await prisma().deviceLogin.updateMany({ where: { status: "open" }, data: { expiresAt: new Date(0) } });
  expect(await errorOf(late.device_code)).toBe("expired_token");
  await expect(approveDevice(own.owner, choice(late.user_code))).rejects.toMatchObject(gone);
  expect(await clearDeviceLogins()).toBeGreaterThan(0);
  expect(await errorOf(late.device_code)).toBe("invalid_grant");
  const other = await begin();
  const stolen = await anonymous().post("/token", { ...grant, client_id: "other", device_code: other.device_code });
  expect(stolen.body.error).toBe("invalid_grant");
});

test("nobody gives more rights than they have, also if they lose them before the device asks", async () => {
  const editor = await createTestMember(own.workspaceId, "editor");
  const { user_code: code, device_code: device } = await begin();
  const refusal = (actor: UserActor, more: Partial<ApproveDeviceInput>) =>
    approveDevice(actor, choice(code, more)).then(
      () => null,
      (error: { code: string }) => error.code,
    );
  expect(await refusal(editor, { rights: ["prompt:promote-protected"] })).toBe("insufficient_scope");
  expect(await refusal(editor, { rights: ["key:write"] })).toBe("insufficient_scope");
  expect(await refusal({ ...editor, role: "owner" }, { rights: ["key:write"] })).toBe("insufficient_scope");
  expect(await refusal(editor, { environments: ["nowhere"] })).toBe("not_found");
  expect(await refusal({ ...editor, mustProve: true }, {})).toBe("proof_required");
  expect(await refusal({ ...editor, mustAddFactor: true }, {})).toBe("second_factor_required");
  expect(await refusal(own.owner, { rights: ["audit:read"], environments: ["staging"] })).toBe(
    "environment_not_allowed",
  );
  const stranger = await createTestWorkspace();
  expect(await refusal({ ...editor, workspaceId: stranger.workspaceId }, {})).toBe("forbidden");
  expect(await refusal(editor, { rights: ["prompt:write"] })).toBeNull();
  await changeMemberRole(own.owner, { id: editor.userId, role: "viewer" });
  expect(await errorOf(device)).toBe("access_denied");
});

test("the key ends with the rights of its owner", async () => {
  const editor = await createTestMember(own.workspaceId, "editor");
  const begun = await begin();
  await approveDevice(editor, choice(begun.user_code, { rights: ["prompt:write"] }));
  const key = createClient(mount.send, (await ask(begun.device_code)).body.access_token);
  expect((await key.post("/prompts", {})).status).toBe(422);
  await changeMemberRole(own.owner, { id: editor.userId, role: "viewer" });
  await vi.waitFor(async () => expect((await key.post("/prompts", {})).status).toBe(401));
});

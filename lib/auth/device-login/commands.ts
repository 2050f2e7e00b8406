import { randomInt } from "node:crypto";
import { databaseNow } from "@/lib/core/database-clock";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { DeviceLogin } from "@/lib/core/generated/prisma/client";
import { sha256Hex } from "@/lib/core/hash";
import { serverUrl } from "@/lib/core/server-url";
import type { Person, UserActor } from "../actor";
import { recordAudit } from "../audit";
import { assertProved, authorize } from "../authorize";
import { assertRights, chooseEnvironments, insertKey, lockMaker } from "../commands/api-key-record";
import { hashLinkToken, mintLinkToken } from "../link-token";
import type { Permission } from "../permission";
import { recordForPerson } from "../record-for-person";
import {
  firstInterval,
  type LoginStatus,
  loginMinutes,
  moreInterval,
  pollAnswer,
  readUserCode,
  toUserCode,
} from "./rules";
import type { ApproveDeviceInput, DeviceGrantInput, RefuseDeviceInput, RequestDeviceCodeInput } from "./schema";

/** The response to a device (RFC 8628, 3.2). Both codes are stored only as hashes. */
export type DeviceCode = {
  device_code: string;
  user_code: string;
  verification_uri: string;
  verification_uri_complete: string;
  expires_in: number;
  interval: number;
};

/** Starts a device login. `network` is the network of the device; null if it is unknown. */
export async function requestDeviceCode(
  { client_id: clientId, device_name: deviceName = "" }: RequestDeviceCodeInput,
  network: string | null,
): Promise<DeviceCode> {
  const device = mintLinkToken();
  const code = toUserCode(randomInt);
  const now = databaseNow();
  const expiresAt = new Date(now.getTime() + loginMinutes * 60_000);
  try {
    await prisma().deviceLogin.create({
      data: {
        deviceHash: sha256Hex(device),
        userHash: sha256Hex(code),
        clientId,
        deviceName,
        network: network ?? "",
        intervalSeconds: firstInterval,
        createdAt: now,
        expiresAt,
      },
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("service_unavailable", "No code could be created. Try again."); // probability 1 in 25 billion
  }
  const address = `${serverUrl()}/device`;
  return {
    device_code: device,
    user_code: code,
    verification_uri: address,
    verification_uri_complete: `${address}?code=${code}`,
    expires_in: loginMinutes * 60,
    interval: firstInterval,
  };
}

const gone = () => new AppError("link_expired", "This code is not valid. Request a new one on the device.");

/** Sets the answer for the device that shows a code, once. Throws 410 `link_expired` if no open login has this code. */
async function answerDevice(
  tx: Transaction,
  typed: string,
  answer: { status: LoginStatus } & Partial<DeviceLogin>,
): Promise<DeviceLogin> {
  const code = readUserCode(typed);
  const userHash = code && sha256Hex(code);
  if (!userHash) throw gone();
  const { count } = await tx.deviceLogin.updateMany({
    where: { userHash, status: "open", expiresAt: { gt: databaseNow() } },
    data: answer,
  });
  if (count === 0) throw gone();
  return tx.deviceLogin.findUniqueOrThrow({ where: { userHash } });
}

/** What the device reports about itself. */
const deviceOf = ({ clientId, deviceName, network }: DeviceLogin) => ({
  program: clientId,
  ...(deviceName && { machine: deviceName }),
  ...(network && { network }),
});

/**
 * Approves a device for a key of the workspace. Any member may approve rights that their own role has. Throws 403
 * `insufficient_scope` for other rights, 410 `link_expired`, 404 for an unknown environment.
 */
export async function approveDevice(
  actor: UserActor,
  { code, name, environments, rights, days }: ApproveDeviceInput,
): Promise<void> {
  authorize(actor, "prompt:read");
  assertProved(actor);
  const { workspaceId, userId } = actor;
  await transaction(async (tx) => {
    const maker = await lockMaker(tx, actor, "prompt:read");
    const { reach } = await chooseEnvironments(tx, actor, environments);
    assertRights(maker, rights, reach.allEnvironments);
    const row = await answerDevice(tx, code, {
      status: "approved",
      workspaceId,
      userId,
      keyName: name,
      rights: [...new Set(rights)],
      ...reach,
      keyDays: days,
    });
    const target = { id: row.id, name };
    await recordAudit(tx, actor, "device.approve", target, { ...deviceOf(row), environments, rights, days });
  });
}

/**
 * Refuses a device. Records this in the audit logs of the person's workspaces, because it may be a phishing attempt.
 */
export async function refuseDevice(person: Person, { code }: RefuseDeviceInput): Promise<void> {
  await transaction(async (tx) => {
    const row = await answerDevice(tx, code, { status: "refused" });
    await recordForPerson(tx, person, "member.refuse-device", deviceOf(row));
  });
}

const refusals = {
  authorization_pending: "The person has not answered yet. Poll again after the interval.",
  slow_down: "You poll too often. Wait 5 seconds longer between two requests.",
  access_denied: "The person denied the request.",
  expired_token: "The code has expired. Ask for a new one.",
  invalid_grant: "There is no such device code, or its key was already issued.",
} as const;
const refuse = (code: keyof typeof refusals) => new AppError(code, refusals[code]);

/** A key given to a device, with its rights and lifetime. */
export type DeviceKey = { key: string; rights: Permission[]; lifeSeconds: number };

/**
 * Returns the key of an approved device, once. Throws 400 `authorization_pending`, `slow_down`, `access_denied`,
 * `expired_token` and `invalid_grant` (RFC 8628, 3.5).
 */
export async function redeemDeviceCode({
  device_code: device,
  client_id: clientId,
}: DeviceGrantInput): Promise<DeviceKey> {
  const deviceHash = hashLinkToken(device);
  const answer = await transaction(async (tx) => {
    await tx.$queryRaw`select 1 from device_logins where device_hash = ${deviceHash} for update`;
    const found = deviceHash && (await tx.deviceLogin.findUnique({ where: { deviceHash } }));
    const login = found && found.clientId === clientId ? found : null;
    const now = databaseNow();
    const answer = pollAnswer(login, now.getTime());
    if (!login || answer === "invalid_grant" || answer === "expired_token" || answer === "access_denied") return answer;
    if (answer === "give") return give(tx, login);
    const intervalSeconds = login.intervalSeconds + (answer === "slow_down" ? moreInterval : 0);
    await tx.deviceLogin.update({ where: { id: login.id }, data: { lastPolledAt: now, intervalSeconds } });
    return answer;
  });
  if (typeof answer === "string") throw refuse(answer as keyof typeof refusals);
  return answer;
}

/** Creates the key in the name of the person who approved, if they still have the permission. */
async function give(tx: Transaction, login: DeviceLogin): Promise<DeviceKey | "access_denied"> {
  const { id, workspaceId, userId, keyName, keyDays, allEnvironments, environmentIds } = login;
  if (!workspaceId || !userId || !keyName || !keyDays) return "access_denied";
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  const approver: UserActor = { kind: "user", workspaceId, userId, name: user.name, role: "viewer" };
  const rights = login.rights as Permission[];
  try {
    const actor = await lockMaker(tx, approver, "prompt:read");
    assertRights(actor, rights, allEnvironments);
    const lifeSeconds = keyDays * 86_400;
    const { key, row } = await insertKey(tx, actor, {
      label: "cli",
      name: keyName,
      scope: "manage",
      rights,
      reach: { allEnvironments, environmentIds },
      expiresAt: new Date(databaseNow().getTime() + lifeSeconds * 1_000),
    });
    await tx.deviceLogin.update({ where: { id }, data: { status: "used" } });
    await recordAudit(tx, actor, "key.create", row, { scope: "manage", device: deviceOf(login), rights });
    return { key, rights, lifeSeconds };
  } catch (error) {
    if (!(error instanceof AppError) || error.status !== 403) throw error;
    await tx.deviceLogin.update({ where: { id }, data: { status: "refused" } });
    return "access_denied";
  }
}

/** Deletes expired logins and returns their number. */
export async function clearDeviceLogins(): Promise<number> {
  return (await prisma().deviceLogin.deleteMany({ where: { expiresAt: { lt: databaseNow() } } })).count;
}

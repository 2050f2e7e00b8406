/** Fills an empty database: the owner, the keys and, for the demo, Fernway's prompts with their history. */
import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import type { UserActor } from "@/lib/auth/actor";
import { keyScopeRights } from "@/lib/auth/authorize";
import { createApiKey } from "@/lib/auth/commands/api-keys";
import { hashPassword } from "@/lib/auth/password";
import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { writeFernway } from "@/lib/demo/fernway";
import { fernwayMail, people } from "@/lib/demo/types";
import { insertWorkspace } from "@/lib/registry/commands/create-workspace";

type Options = { kind: "demo" | "empty"; url: string; credentials: string };

const owner = {
  demo: { name: people.priya.name, email: `priya@${fernwayMail}`, workspace: "Fernway", slug: "fernway" },
  empty: { name: "Owner", email: "owner@understudy.example", workspace: "My workspace", slug: "workspace" },
};

/**
 * Seeds once, when there is no workspace yet. Instances that start together wait for the first; what an interrupted
 * start left half filled is made anew. Null: nothing to do.
 */
export async function seed(options: Options): Promise<string | null> {
  const alone = async (lock: Transaction) => {
    await lock.$executeRaw`select pg_advisory_xact_lock(8316437)`;
    if (await prisma().workspace.findFirst({ where: { isReady: true } })) return null;
    return fillPatiently(options);
  };
  return prisma().$transaction(alone, { maxWait: 300_000, timeout: 300_000 });
}

// A machine under load may keep a statement waiting for too long; that is no reason not to start.
async function fillPatiently(options: Options, tries = 3): Promise<string> {
  await prisma().workspace.deleteMany({ where: { isReady: false } });
  try {
    return await fill(options);
  } catch (error) {
    if (tries === 1 || !isDatabaseUnavailable(error)) throw error;
    return fillPatiently(options, tries - 1);
  }
}

async function fill({ kind, url, credentials }: Options): Promise<string> {
  const who = owner[kind];
  const password = randomBytes(12).toString("base64url");
  const passwordHash = await hashPassword(password);
  const workspace = await transaction(async (tx) => {
    await tx.user.deleteMany({ where: { memberships: { none: {} } } });
    const user = await tx.user.create({ data: { email: who.email, name: who.name, passwordHash } });
    const { id } = await insertWorkspace({ name: who.workspace, slug: who.slug, ownerId: user.id, isReady: false }, tx);
    return { id, userId: user.id };
  });
  const { id: workspaceId, userId } = workspace;
  const actor: UserActor = { kind: "user", workspaceId, userId, name: who.name, role: "owner" };
  if (kind === "demo") await writeFernway(actor, { mailDomain: fernwayMail, isOwn: false }, actor);
  const key = async (name: string, scope: "runtime" | "manage", environments: string[] | "all") =>
    (await createApiKey(actor, { name, scope, environments, rights: [...keyScopeRights[scope]] })).key;
  const runtime = {
    development: await key("First app, development", "runtime", ["development"]),
    staging: await key("First app, staging", "runtime", ["staging"]),
    production: await key("First app, production", "runtime", ["production"]),
  };
  const manage = await key("First manage key", "manage", "all");
  const content = { url, workspace: who.slug, email: who.email, password, apiKeys: { runtime, manage } };
  rmSync(credentials, { force: true }); // an older file could have a wider mode
  writeFileSync(credentials, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await prisma().workspace.update({ where: { id: workspaceId }, data: { isReady: true } });
  const prompts = await prisma().prompt.count({ where: { workspaceId } });
  return kind === "demo" ? `the workspace ${who.workspace} with ${prompts} prompts` : "an empty workspace";
}

/** Fills an empty database: the owner, the keys and, for the demo, Fernway's prompts with their history. */
import { randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import type { UserActor } from "@/lib/auth/actor";
import { createApiKey } from "@/lib/auth/commands";
import { hashPassword } from "@/lib/auth/password";
import { prisma, transaction } from "@/lib/core/db";
import { createWorkspace } from "@/lib/registry/commands/create-workspace";
import { seedDemo } from "./demo/write";

type Options = { kind: "demo" | "empty"; url: string; credentials: string };

const owner = {
  demo: { name: "Priya Raman", email: "priya@fernway.example", workspace: "Fernway", slug: "fernway" },
  empty: { name: "Owner", email: "owner@understudy.example", workspace: "My workspace", slug: "workspace" },
};

/** Seeds once, when there is no workspace yet; several instances starting together settle it by a lock. Null: nothing to do. */
export async function seed({ kind, url, credentials }: Options): Promise<string | null> {
  const who = owner[kind];
  const password = randomBytes(12).toString("base64url");
  const passwordHash = await hashPassword(password);
  const made = await transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(8316437)`;
    if ((await tx.workspace.count()) > 0) return null;
    const user = await tx.user.create({ data: { email: who.email, name: who.name, passwordHash } });
    return {
      userId: user.id,
      ...(await createWorkspace({ name: who.workspace, slug: who.slug, ownerId: user.id }, tx)),
    };
  });
  if (!made) return null;
  const actor: UserActor = { kind: "user", workspaceId: made.id, userId: made.userId, name: who.name, role: "owner" };
  if (kind === "demo") await seedDemo(actor);
  const key = async (name: string, scope: "runtime" | "manage", environments: string[] | "all") =>
    (await createApiKey(actor, { name, scope, environments })).key;
  const runtime = {
    development: await key("First app, development", "runtime", ["development"]),
    staging: await key("First app, staging", "runtime", ["staging"]),
    production: await key("First app, production", "runtime", ["production"]),
  };
  const manage = await key("First manage key", "manage", "all");
  const content = { url, workspace: who.slug, email: who.email, password, apiKeys: { runtime, manage } };
  const file = existsSync(credentials) ? `${credentials}.new` : credentials;
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  const prompts = await prisma().prompt.count({ where: { workspaceId: made.id } });
  return kind === "demo" ? `the workspace ${who.workspace} with ${prompts} prompts` : "an empty workspace";
}

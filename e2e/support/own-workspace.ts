/** Creates a separate workspace with people who can sign in, so that changed rules do not affect other journeys. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import pg from "pg";
import { hashKey, keyPrefix, mintKey } from "@/lib/auth/key-format";
import { hashPassword } from "@/lib/auth/password";
import { signIn } from "./fixtures";

type Role = "viewer" | "editor" | "publisher" | "admin" | "owner";
export type OwnWorkspace<Name extends string> = {
  slug: string;
  /** Keys for all environments and for production. */
  keys: { manage: string; production: string };
  people: Record<Name, { email: string; password: string; name: string }>;
};

type WorkspaceOptions<Name extends string> = {
  people: Record<Name, { name: string; role: Role }>;
  requiredApprovals?: number;
};

/** The address of a running server's embedded database. */
export function databaseAddress(dataDir: string): string {
  const password = readFileSync(join(dataDir, "postgres-password"), "utf8").trim();
  const port = readFileSync(join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[3]?.trim();
  return `postgresql://understudy:${password}@127.0.0.1:${port}/understudy`;
}

/** Makes every proof of identity in the workspace's sessions older by `minutes`. */
export async function ageProofs(dataDir: string, slug: string, minutes: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseAddress(dataDir) });
  await client.connect();
  try {
    await client.query(
      `update sessions set proved_at = proved_at - $2 * interval '1 minute' where user_id in
         (select user_id from members m join workspaces w on w.id = m.workspace_id where w.slug = $1)`,
      [slug, minutes],
    );
  } finally {
    await client.end();
  }
}

/** Adds a mail domain to the workspace that counts as verified, without DNS. */
export async function ownDomain(dataDir: string, slug: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseAddress(dataDir) });
  await client.connect();
  try {
    const domain = `${slug}.example`;
    await client.query(
      `insert into workspace_domains (id, workspace_id, domain, token, verified_at)
         select $1, id, $2, 'a journey', now() from workspaces where slug = $3`,
      [randomUUID(), domain, slug],
    );
    return domain;
  } finally {
    await client.end();
  }
}

/** Creates the workspace. Its production requires this many approvals. */
export async function newWorkspace<Name extends string>(
  dataDir: string,
  { people, requiredApprovals = 0 }: WorkspaceOptions<Name>,
): Promise<OwnWorkspace<Name>> {
  const client = new pg.Client({ connectionString: databaseAddress(dataDir) });
  await client.connect();
  try {
    const [workspaceId, slug] = [randomUUID(), `stage-${randomUUID().slice(0, 8)}`];
    await client.query("insert into workspaces (id, slug, name) values ($1, $2, $2)", [workspaceId, slug]);
    const environments = [
      ["development", "development", false, 0],
      ["staging", "testing", false, 0],
      ["production", "production", true, requiredApprovals],
    ];
    for (const [position, row] of environments.entries())
      await client.query(
        `insert into environments (id, workspace_id, position, name, stage, is_protected, required_approvals)
         values ($1, $2, $3, $4, $5::stage, $6, $7)`,
        [randomUUID(), workspaceId, position, ...row],
      );
    const made = {} as OwnWorkspace<Name>["people"];
    for (const [key, { name, role }] of Object.entries(people) as [Name, { name: string; role: Role }][]) {
      const [id, email, password] = [randomUUID(), `${key}.${slug}@example.test`, randomUUID()];
      const values = [id, email, name, await hashPassword(password)];
      await client.query("insert into users (id, email, name, password_hash) values ($1, $2, $3, $4)", values);
      const member = [workspaceId, id, role];
      await client.query("insert into members (workspace_id, user_id, role) values ($1, $2, $3::role)", member);
      made[key] = { email, password, name };
    }
    const key = async (scope: "manage" | "runtime", label: string) => {
      const text = mintKey(label);
      const reach = scope === "manage" ? "" : "production";
      await client.query(
        `insert into api_keys (id, workspace_id, name, scope, prefix, hash, all_environments, environment_ids, created_by_name)
         values ($1, $2, $3, $4::key_scope, $5, $6, $7,
           array(select id from environments where workspace_id = $2 and name = $8), 'a journey')`,
        [randomUUID(), workspaceId, label, scope, keyPrefix(text), hashKey(text), scope === "manage", reach],
      );
      return text;
    };
    return {
      slug,
      people: made,
      keys: { manage: await key("manage", "manage"), production: await key("runtime", "prod") },
    };
  } finally {
    await client.end();
  }
}

/** Opens a separate browser context in which this person of the workspace is signed in. */
export async function pageOf<Name extends string>(
  browser: Browser,
  baseURL: string,
  workspace: OwnWorkspace<Name>,
  who: Name,
): Promise<Page> {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await signIn(page, workspace.people[who]);
  return page;
}

/** Creates a workspace with many prompts: one through the API, and copies of it in the database. */
import pg from "pg";
import type { Credentials } from "@/e2e/support/server";

const paragraph =
  "You answer customers of a bicycle shop. Be brief and friendly; say what happens next and when. Never promise a refund " +
  "before the return has arrived, and ask for the order number when it is missing. ";
const content = (times: number) => ({
  type: "chat",
  messages: [
    { role: "system", content: paragraph.repeat(times) },
    { role: "user", content: "{{ customer }} writes: {{ question }}" },
  ],
  variables: [
    { name: "customer", type: "string", required: true },
    { name: "question", type: "string", required: true },
  ],
  model: { provider: "openai", name: "gpt-4o-mini", parameters: { temperature: 0.2 } },
});

type Target = { url: string; credentials: Credentials };

/** Calls the API with the manage key. Throws unless it succeeds. */
export async function manage<T>({ url, credentials }: Target, path: string, body: unknown): Promise<T> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${credentials.apiKeys.manage}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

export const move = (target: Target, verb: "promote" | "rollback", name: string, version: number) =>
  manage(target, `/prompts/${encodeURIComponent(name)}/${verb}`, {
    version,
    environment: "production",
    reason: "benchmark",
  });

/** Creates a prompt with this many versions, each promoted to production in turn. */
export async function createPrompt(target: Target, name: string, versions = 1): Promise<void> {
  await manage(target, "/prompts", { name, content: content(1) });
  await move(target, "promote", name, 1);
  for (let number = 2; number <= versions; number++) {
    await manage(target, `/prompts/${encodeURIComponent(name)}/versions`, { content: content(number) });
    await move(target, "promote", name, number);
  }
}

/** Copies `from` to bench/copy-1 … bench/copy-n, each in production. */
export async function copyPrompt(databaseUrl: string, from: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // A transaction locks each new name, and the lock table of PostgreSQL is limited to some thousands.
    for (let first = 1; first <= count; first += 2_000) {
      await client.query(
        `with source as (
           select p.id, p.workspace_id, v.id as version_id from prompts p
           join versions v on v.prompt_id = p.id and v.number = p.latest_version where p.name = $1
         ), made as (
           insert into prompts (id, workspace_id, name, latest_version, last_number)
           select gen_random_uuid(), s.workspace_id, 'bench/copy-' || n, 1, 1
           from source s, generate_series($2::int, least($2 + 1999, $3::int)) n
           returning id, workspace_id
         )
         insert into versions (id, workspace_id, prompt_id, number, content, expanded, content_hash, status, author_kind, author_name)
         select gen_random_uuid(), m.workspace_id, m.id, 1, v.content, v.expanded, v.content_hash, v.status, v.author_kind, v.author_name
         from made m, source s join versions v on v.id = s.version_id`,
        [from, first, count],
      );
    }
    await client.query(
      `insert into deployments (prompt_id, environment_id, workspace_id, version_id, revision, since)
       select p.id, e.id, p.workspace_id, v.id, 1, now() from prompts p
       join versions v on v.prompt_id = p.id and v.number = 1
       join environments e on e.workspace_id = p.workspace_id and e.name = 'production'
       where p.name like 'bench/copy-%'`,
    );
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}

/** The request of an application for a prompt in production. */
export const resolvePath = (name: string) =>
  `/api/v1/prompts/resolve?name=${encodeURIComponent(name)}&environment=production`;

export const runtimeHeaders = ({ apiKeys }: Credentials) => ({ authorization: `Bearer ${apiKeys.runtime.production}` });

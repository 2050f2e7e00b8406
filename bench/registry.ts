/** Measures the list, the search and the history in a large workspace, with the query plan of each. */
import pg from "pg";
import { freshProcess } from "@/e2e/support/fresh-process";
import { applyMigrations } from "@/scripts/prisma";
import { database } from "./stage";
import { type BenchRow, milliseconds, quantile, type Table } from "./table";

const prompts = 10_000;
const versions = 200;
const runs = 60;
const goalMs = 150;

const words =
  `answer customer order refund return parcel delivery address payment invoice product price size colour search
 result question language tone friendly brief polite policy exchange warranty stock shop cart checkout voucher discount
 complaint escalate colleague summary translate rewrite suggest compare explain classify extract label sentiment urgent`
    .split(/\s+/)
    .filter(Boolean);
const folders = ["support", "search", "checkout", "marketing", "returns", "internal", "shared", "partners"];

// Pseudo-random numbers that are equal in every run.
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** The text of a prompt: frequent words, rare words, and one nearly unique word. */
function textOf(random: Iterator<number, never>, number: number): string {
  const next = () => random.next().value;
  const sentence = () =>
    Array.from({ length: 8 + Math.floor(next() * 8) }, () => words[Math.floor(next() ** 2 * words.length)]).join(" ");
  const text = Array.from({ length: 12 }, () => `${sentence()}.`).join(" ");
  return `You answer customers of a tent shop. ${text} Reference ${number % 500 === 0 ? "narwhal" : "none"} r${number}.`;
}

async function fill(url: string): Promise<{ workspaceId: string; userId: string }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const one = async (text: string, values: unknown[] = []) => (await client.query(text, values)).rows[0];
  const user = await one(
    "insert into users (id, email, name) values (gen_random_uuid(), 'bench@example.test', 'Bench') returning id",
  );
  const workspace = await one(
    "insert into workspaces (id, slug, name) values (gen_random_uuid(), 'bench', 'Bench') returning id",
  );
  await client.query(
    `insert into environments (id, workspace_id, name, position, stage, is_protected) values
      (gen_random_uuid(), $1, 'development', 0, 'development', false), (gen_random_uuid(), $1, 'staging', 1, 'testing', false),
      (gen_random_uuid(), $1, 'production', 2, 'production', true)`,
    [workspace.id],
  );
  const random = numbers(7);
  const rows = Array.from({ length: prompts }, (_, n) => ({
    name: `${folders[n % folders.length]}/${words[n % words.length]}-${n}`,
    description: `${words[(n * 7) % words.length]} ${words[(n * 3) % words.length]} for the shop`,
    tags: [words[n % 12], words[12 + (n % 5)]],
    content: {
      type: "chat",
      messages: [
        { role: "system", content: textOf(random, n) },
        { role: "user", content: "{{ question }}" },
      ],
    },
  }));
  for (let at = 0; at < rows.length; at += 500)
    await client.query(
      `with input as (select * from jsonb_to_recordset($2) as g (name text, description text, tags jsonb, content jsonb)),
       made as (
         insert into prompts (id, workspace_id, name, description, tags, owner_id, latest_version, last_number, archived_at)
         select gen_random_uuid(), $1, name, description, array(select jsonb_array_elements_text(tags)), $3, 1, 1,
           case when random() < 0.05 then now() end from input returning id, name
       )
       insert into versions (id, workspace_id, prompt_id, number, content, content_hash, author_kind, author_name)
       select gen_random_uuid(), $1, made.id, 1, input.content, md5(input.name), 'system', 'bench' from made join input using (name)`,
      [workspace.id, JSON.stringify(rows.slice(at, at + 500)), user.id],
    );
  await client.query(
    `insert into versions (id, workspace_id, prompt_id, number, content, content_hash, message, parent_number, author_kind, author_name)
     select gen_random_uuid(), p.workspace_id, p.id, n, v.content, md5(n::text), 'change ' || n, n - 1, 'system', 'bench'
     from prompts p join versions v on v.prompt_id = p.id and v.number = 1, generate_series(2, $2) n where p.name = $1`,
    [rows[0]?.name, versions],
  );
  await client.query("update prompts set latest_version = $2, last_number = $2 where name = $1", [
    rows[0]?.name,
    versions,
  ]);
  await client.query(
    `insert into deployments (prompt_id, environment_id, workspace_id, version_id, revision, since)
     select p.id, e.id, p.workspace_id, v.id, 1, now() from prompts p join versions v on v.prompt_id = p.id and v.number = 1
     join environments e on e.workspace_id = p.workspace_id`,
  );
  await client.query("vacuum analyze");
  await client.end();
  return { workspaceId: workspace.id, userId: user.id };
}

type Statement = { text: string; values: unknown[] };

/** Records every SQL statement. `take` returns those since the last call. */
function listen(): { take: () => Statement[] } {
  let seen: Statement[] = [];
  // The driver's method has twelve overloads. This wrapper only observes.
  const driver = pg.Client.prototype as { query: (...args: unknown[]) => unknown };
  const { query } = driver;
  driver.query = function (...args) {
    const [statement, values] = args as [string | Partial<Statement>, unknown];
    const { text, values: own } = typeof statement === "string" ? { text: statement, values: undefined } : statement;
    if (text !== undefined) seen.push({ text, values: own ?? (Array.isArray(values) ? values : []) });
    return query.apply(this, args);
  };
  return {
    take: () => {
      const taken = seen.filter(({ text }) => /^\s*(select|with)/i.test(text));
      seen = [];
      return taken;
    },
  };
}

/** The lines of a query plan that show where the time is spent. */
async function explain(url: string, statements: readonly Statement[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const plans: { ms: number; lines: string[] }[] = [];
  for (const { text, values } of statements) {
    const { rows } = await client.query(`explain (analyze, costs off, timing off, summary on) ${text}`, values);
    const lines = rows.map((row) => String(row["QUERY PLAN"]));
    const ms = Number(/Execution Time: ([\d.]+)/.exec(lines.at(-1) ?? "")?.[1] ?? 0);
    plans.push({ ms, lines: lines.filter((line) => /Scan|Sort Method|Execution|Heap Fetches/.test(line)) });
  }
  await client.end();
  return plans.toSorted((a, b) => b.ms - a.ms)[0]?.lines.map((line) => line.trim()) ?? [];
}

export async function registry(): Promise<Table> {
  const url = await database();
  await applyMigrations(url);
  const { workspaceId, userId } = await fill(url);
  freshProcess({ DATABASE_URL: url });
  const spy = listen();
  const { closeDatabase } = await import("@/lib/core/db");
  const { countPrompts, listPrompts } = await import("@/lib/registry/queries/prompts");
  const { searchPrompts } = await import("@/lib/registry/queries/search-prompts");
  const { listVersions } = await import("@/lib/registry/queries/versions");
  const { listTags, listPromptOwners } = await import("@/lib/registry/queries/tags");
  const { encodeCursor } = await import("@/lib/core/cursor");
  const actor = { kind: "user" as const, workspaceId, userId, name: "Bench", role: "owner" as const };
  const search = (text: string) => () => searchPrompts(actor, { search: text, limit: 20 });
  const cases: Record<string, () => Promise<unknown>> = {
    "list, first page of 100": () => listPrompts(actor, { limit: 100 }),
    "list, a page deep in": () => listPrompts(actor, { limit: 100, cursor: encodeCursor(["search/tone-5001"]) }),
    "list of a folder with a tag": () => listPrompts(actor, { limit: 100, folder: "support", tag: "answer" }),
    "list, in neither testing nor production": () => listPrompts(actor, { limit: 100, status: "draft" }),
    "list with a search": () => listPrompts(actor, { limit: 100, search: "refund policy" }),
    "search, a word in every prompt": search("customers"),
    "search, a word in one of 500": search("narwhal"),
    "search, one prompt": search("r4321"),
    "search, the beginning of words": search("re"),
    "search, words in a row": search('"customers of a tent"'),
    "search, nothing": search("zebra crossing"),
    "search, part of a name": search("fund-12"),
    "history of 200 versions, a page": () => listVersions(actor, "support/answer-0", { limit: 50 }),
    "history, a page deep in": () => listVersions(actor, "support/answer-0", { limit: 50, cursor: encodeCursor([60]) }),
    "countPrompts, on every page": () => countPrompts(actor),
    "tags with their numbers": () => listTags(actor, { limit: 100 }),
    "owners, for the filter": () => listPromptOwners(actor),
  };
  const rows: BenchRow[] = [];
  for (const [what, run] of Object.entries(cases)) {
    for (let warm = 0; warm < 5; warm++) await run();
    spy.take();
    await run();
    const statements = spy.take();
    const times: number[] = [];
    for (let count = 0; count < runs; count++) {
      const began = performance.now();
      await run();
      times.push(performance.now() - began);
    }
    const p95 = quantile(times, 0.95);
    rows.push({
      what,
      result: `p50 ${milliseconds(quantile(times, 0.5))}, p95 ${milliseconds(p95)}`,
      goal: `< ${goalMs} ms`,
      isMet: p95 < goalMs,
    });
    console.log(`  ${what}\n${(await explain(url, statements)).map((line) => `      ${line}`).join("\n")}`);
  }
  await closeDatabase();
  return { title: `A workspace of ${prompts.toLocaleString("en")} prompts, one with ${versions} versions`, rows };
}

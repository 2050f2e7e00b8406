/** @module-tag slow */
import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import { afterEach, describe, expect, test } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { createRawRegistry, type RawRegistry, saying } from "@/e2e/support/raw-registry";
import { startTcpProxy } from "@/e2e/support/tcp-proxy";
import { closeDatabase } from "@/lib/core/db";
import { checkEpoch, noteEpoch, takeHint, takeRelayed, writeHint, writeRelayed } from "@/lib/core/epoch";
import { isAppError } from "@/lib/core/errors";
import { publish } from "@/lib/core/publish";
import { sharedCache } from "@/lib/core/redis";
import { mulberry32 } from "@/lib/experiments/statistics/seeded";
import { clearMemory } from "./entry";
import { resolvePrompt, type Source } from "./resolve";
import { startRuntime, stopRuntime } from "./start";

const databaseUrl = process.env.TEST_DATABASE_URL ?? "";
const redisUrl = process.env.TEST_REDIS_URL ?? "";
let registry: RawRegistry;

afterEach(async () => {
  await stopRuntime();
  await closeDatabase();
  await registry.close();
});

/** Creates prompts with their versions in bulk, with the first version live. */
async function fill(names: readonly string[], versions: number): Promise<void> {
  const { sql, workspaceId, environments } = registry;
  await sql(
    `insert into prompts (id, workspace_id, name, latest_version, last_number)
     select gen_random_uuid(), $1, unnest($2::text[]), $3, $3`,
    [workspaceId, names, versions],
  );
  await sql(
    `insert into versions (id, workspace_id, prompt_id, number, content, content_hash, author_kind, author_name)
     select gen_random_uuid(), $1, id, n, $2::jsonb, 'hash', 'system', 'test'
     from prompts, generate_series(1, $3) n where workspace_id = $1`,
    [workspaceId, JSON.stringify(saying("hello")), versions],
  );
  await sql(
    `insert into deployments (prompt_id, environment_id, workspace_id, version_id, revision, since)
     select prompt_id, $2, $1, id, 1, now() from versions where workspace_id = $1 and number = 1`,
    [workspaceId, environments.production],
  );
}

describe("a release every 0.4 s among 1,000 warm prompts", () => {
  test("has at least 95 % of the answers from memory", async () => {
    freshProcess({ DATABASE_URL: databaseUrl });
    registry = await createRawRegistry(databaseUrl);
    const names = Array.from({ length: 1_000 }, (_, n) => `warm/p${n}`);
    await fill(names, 2);
    startRuntime();
    const resolve = (name: string) => resolvePrompt(registry.actor, { name });
    for (let n = 0; n < names.length; n += 50) await Promise.all(names.slice(n, n + 50).map(resolve));

    const released = new Map<string, number>();
    let isOver = false;
    const releases = (async () => {
      for (let n = 0; n < 12; n++) {
        const name = `warm/p${n * 7}`;
        const epoch = await registry.release(name, 2);
        released.set(name, performance.now());
        // As relayed from another process of the machine.
        publish("epochs", writeRelayed({ environmentId: registry.environments.production, epoch }));
        await sleep(400);
      }
      isOver = true;
    })();
    const sources: Record<Source, number> = { memory: 0, redis: 0, database: 0, stale: 0 };
    for (let passes = 0; !isOver || passes < 13; passes++)
      for (const [index, name] of names.entries()) {
        const { source } = await resolve(name);
        sources[source]++;
        if (index % 20 === 0) await nextTurn(); // answers from memory alone would block everything else
      }
    await releases;
    const total = Object.values(sources).reduce((sum, count) => sum + count);
    expect(sources.memory / total).toBeGreaterThanOrEqual(0.95);
    expect(sources.database).toBeGreaterThanOrEqual(12);
    for (const name of released.keys()) expect((await resolve(name)).facts.version).toBe(2);
  }, 60_000);
});

type Move = { version: number; epoch: number };

describe.each([
  ["without Redis", ""],
  ["with Redis", redisUrl],
])("no answer is older than a received hint or an earlier answer, %s", (_, redis) => {
  test.skipIf(redis === "" && _ === "with Redis").each([1, 2])(
    "with moves, pauses, late writers, lost, forged and reordered hints, and a log with gaps (history %i)",
    async (seed) => {
      const random = mulberry32(seed);
      const below = (limit: number) => Math.floor(random() * limit);
      const proxy = await startTcpProxy({ target: databaseUrl });
      freshProcess({ DATABASE_URL: proxy.url, ...(redis && { REDIS_URL: redis }) });
      registry = await createRawRegistry(databaseUrl);
      const raw = redis ? await createClient({ url: redis }).connect() : null;
      const names = ["a", "b", "c", "d", "e", "f"];
      await fill(names, 400);
      const { sql, environments } = registry;
      const environmentId = environments.production;
      const moves = new Map(names.map((name) => [name, [{ version: 1, epoch: 1 }] as Move[]]));
      const latest = (name: string) => moves.get(name)?.at(-1)?.version ?? 0;
      /** The oldest version that may be returned from now on. */
      const least = new Map(names.map((name) => [name, 1]));
      const raise = (name: string, version: number) => least.set(name, Math.max(version, least.get(name) ?? 0));
      const ids = new Map(
        (await sql("select id, name from prompts where workspace_id = $1", [registry.workspaceId])).map((row) => [
          String(row.name),
          String(row.id),
        ]),
      );
      const faults: string[] = [];
      let answers = 0;
      let isOver = false;

      const read = async () => {
        while (!isOver) {
          const name = names[below(names.length)] ?? "a";
          const required = least.get(name) ?? 0;
          try {
            const { facts, source } = await resolvePrompt(registry.actor, { name });
            answers++;
            if (facts.version < required) faults.push(`${name}: v${facts.version} from ${source}, after v${required}`);
            raise(name, facts.version);
          } catch (error) {
            if (!isAppError(error) || error.code !== "database_unavailable") throw error;
          }
          await sleep(below(3));
        }
      };
      const move = async () => {
        const name = names[below(names.length)] ?? "a";
        const version = latest(name) + 1;
        const epoch = await registry.release(name, version);
        moves.get(name)?.push({ version, epoch });
        return { name, version, epoch, subjects: [ids.get(name) ?? "", name] };
      };
      const plant = async () => {
        const name = names[below(names.length)] ?? "a";
        const history = moves.get(name) ?? [];
        const old = history[below(history.length)];
        const cache = sharedCache();
        const found = cache && (await cache.get(environmentId, `:${name}`));
        if (!old || !cache || !found) return;
        // A late write: a reader that loaded the old version at its epoch writes it after Redis has lost all data.
        const text = JSON.stringify({ ...JSON.parse(found.value), version: old.version });
        await raw?.del([`understudy:1:{${environmentId}}:epoch`, `understudy:1:{${environmentId}}:entry::${name}`]);
        await cache.setIfNewer(environmentId, `:${name}`, old.epoch, text, 60);
      };
      const acts = [
        async () => {
          const { name, version, epoch, subjects } = await move();
          noteEpoch(environmentId, epoch, subjects);
          raise(name, version);
        },
        async () => {
          // Two releases announced in the wrong order.
          const [first, second] = [await move(), await move()];
          for (const { name, version, epoch, subjects } of [second, first]) {
            noteEpoch(environmentId, epoch, subjects);
            raise(name, version);
          }
        },
        async () => {
          const { name, version, epoch } = await move();
          noteEpoch(environmentId, epoch);
          raise(name, version);
        },
        async () => {
          // Another process of this machine relays two releases in the wrong order, with and without their subjects.
          const [first, second] = [await move(), await move()];
          takeRelayed(writeRelayed({ environmentId, epoch: second.epoch, subjects: second.subjects }));
          takeRelayed(writeRelayed({ environmentId, epoch: first.epoch }));
          for (const { name, version } of [first, second]) raise(name, version);
        },
        async () => {
          const { epoch } = await move();
          takeHint(writeHint({ environmentId, epoch }));
          takeHint(writeHint({ environmentId, epoch: epoch + below(1_000) }));
          takeHint(writeHint({ environmentId: randomUUID(), epoch }));
        },
        async () => {
          await move(); // without an announcement
          const before = names.map((name) => [name, latest(name)] as const);
          await checkEpoch(environmentId).catch(() => before.splice(0));
          for (const [name, version] of before) raise(name, version);
        },
        async () => {
          await sql("delete from environment_changes where environment_id = $1 and epoch % 3 = $2", [
            environmentId,
            below(3),
          ]);
        },
        async () => {
          await sql("update environments set epoch = epoch + 1 where id = $1", [environmentId]);
        },
        async () => proxy.slow(below(60)),
        async () => proxy.slow(0),
        async () => clearMemory(),
        plant,
      ];
      const readers = Array.from({ length: 6 }, read);
      for (let act = 0; act < 150; act++) {
        await acts[below(acts.length)]?.();
        await sleep(below(20));
      }
      isOver = true;
      await Promise.all(readers);
      expect(faults).toEqual([]);
      expect(answers).toBeGreaterThan(300);
      await proxy.restore();
      await checkEpoch(environmentId);
      for (const name of names)
        expect((await resolvePrompt(registry.actor, { name })).facts.version).toBe(latest(name));
      raw?.destroy();
      await closeDatabase();
      await proxy.stop();
    },
    60_000,
  );
});

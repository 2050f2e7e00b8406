import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freshProcess, type OtherProcess, otherProcess } from "@/e2e/support/fresh-process";
import type { KeyActor } from "@/lib/auth/actor";
import { clearChanges } from "@/lib/core/change-retention";
import { closeDatabase, prisma } from "@/lib/core/db";
import { checkEpoch } from "@/lib/core/epoch";
import { settleAnnouncements } from "@/lib/core/epoch-announcements";
import { isAppError } from "@/lib/core/errors";
import { sharedCache } from "@/lib/core/redis";
import { newPhase, stopExperiment } from "@/lib/experiments/commands/run-experiment";
import { bulkPrompts } from "@/lib/registry/commands/bulk-prompts";
import { archivePrompt, createPrompt, removeAlias, renamePrompt, restorePrompt } from "@/lib/registry/commands/prompts";
import { endHoldback, promoteVersion, rollBackPrompt } from "@/lib/registry/commands/releases";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { addHoldbackGuard } from "@/lib/testing/holdback";
import { createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";
import { clearMemory } from "./entry";
import { resolvePrompt } from "./resolve";

const databaseUrl = process.env.TEST_DATABASE_URL ?? "";
const redisUrl = process.env.TEST_REDIS_URL ?? "";
const environment = "production";
let workspace: TestWorkspace;
let actor: KeyActor;
/** A process that learns of changes only by querying PostgreSQL. */
let reader: OtherProcess;
let made = 0;

beforeAll(async () => {
  freshProcess({ DATABASE_URL: databaseUrl });
  workspace = await createTestWorkspace();
  await createLivePrompt(workspace.owner, "bystander");
  actor = keyActorFor(workspace, [workspace.environments.production], { scope: "runtime" });
  reader = otherProcess({ DATABASE_URL: databaseUrl });
});
afterAll(async () => {
  await settleAnnouncements();
  await Promise.all([closeDatabase(), reader(closeDatabase)]);
});

type ResolvedFields = { name?: string; version?: number; variants?: string; code?: string; source?: string };

/** Returns a summary of what twenty users of the prompt get, and the source of the first answer. */
async function see(name: string): Promise<ResolvedFields> {
  try {
    const answers = [];
    for (let user = 0; user < 20; user++) answers.push(await resolvePrompt(actor, { name, userId: `u${user}` }));
    const variants = answers.map(({ facts }) => `${facts.assignment.variant ?? "-"}${facts.version}`).join(" ");
    const [first] = answers;
    return { name: first?.facts.name, version: first?.facts.version, variants, source: first?.source };
  } catch (error) {
    if (isAppError(error)) return { code: error.code };
    throw error;
  }
}

const without = ({ source: _, ...seen }: ResolvedFields) => seen;
const learn = () => checkEpoch(workspace.environments.production);
const live = (versions = 3) => createLivePrompt(workspace.owner, `changes/p${made++}`, versions);

/**
 * Loads the prompt (under this name) and another one in both processes, then makes the change in one. The changing
 * process serves it immediately, the reader after its next query. Both keep the other prompt cached. Returns the
 * answers before and after.
 */
async function changing(
  name: string,
  change: () => Promise<unknown>,
): Promise<{ before: ResolvedFields; after: ResolvedFields }> {
  const look = async () => {
    await see("bystander");
    await see(name);
    return see(name);
  };
  const before = await look();
  expect(await reader(look)).toEqual(before);
  await change();
  const after = await see(name);
  expect(await see("bystander")).toMatchObject({ source: "memory" });
  await reader(async () => {
    await learn();
    expect(without(await see(name))).toEqual(without(after));
    expect(await see("bystander")).toMatchObject({ source: "memory" });
  });
  if (!after.code) expect(after.source).toBe("database");
  return { before, after };
}

describe("a change is visible immediately, and affects nothing else", () => {
  test("a promotion and a rollback", async () => {
    const name = await live();
    const { owner } = workspace;
    const promoted = await changing(name, () => promoteVersion(owner, { name, version: 2, environment }));
    expect([promoted.before.version, promoted.after.version]).toEqual([1, 2]);
    const back = await changing(name, () => rollBackPrompt(owner, { name, environment, reason: "worse" }));
    expect(back.after.version).toBe(1);
  });

  test("a prompt requested by an unknown name, then created and released", async () => {
    const name = `changes/p${made++}`;
    const content = { messages: [{ role: "system" as const, content: "here" }] };
    const { before, after } = await changing(name, async () => {
      await createPrompt(workspace.owner, { name, content });
      await promoteVersion(workspace.owner, { name, version: 1, environment });
    });
    expect([before, after.version]).toEqual([{ code: "not_found" }, 1]);
  });

  test("a rename: by the old name, by the new one, and after the old one is removed", async () => {
    const { owner } = workspace;
    const [name, to] = [await live(), `changes/to${made++}`];
    const renamed = await changing(name, () => renamePrompt(owner, { name, to }));
    expect([renamed.before.name, renamed.after.name]).toEqual([name, to]);
    const next = `${to}-next`;
    const taken = await changing(next, () => renamePrompt(owner, { name: to, to: next }));
    expect([taken.before, taken.after.name]).toEqual([{ code: "not_found" }, next]);
    const freed = await changing(name, () => removeAlias(owner, { name: next, alias: name }));
    expect(freed.after).toEqual({ code: "not_found" });
    const promoted = await changing(to, () => promoteVersion(owner, { name: next, version: 2, environment }));
    expect(promoted.after).toMatchObject({ name: next, version: 2 });
  });

  test("a prompt that is archived and restored, also requested by a former name", async () => {
    const { owner } = workspace;
    const [former, name] = [await live(), `changes/now${made++}`];
    await renamePrompt(owner, { name: former, to: name });
    for (const requestedName of [name, former]) {
      expect((await changing(requestedName, () => archivePrompt(owner, { name }))).after).toEqual({
        code: "not_found",
      });
      expect((await changing(requestedName, () => restorePrompt(owner, { name }))).after).toMatchObject({
        name,
        version: 1,
      });
    }
  });

  test("several renamed and archived together", async () => {
    const { owner } = workspace;
    const names = [await live(), await live()];
    const [first = "", second = ""] = names;
    const to = names.map((name) => `${name}-moved`);
    const renamed = await changing(first, () => bulkPrompts(owner, { act: "rename", names, to }));
    expect(renamed.after.name).toBe(to[0]);
    const archived = await changing(second, () => bulkPrompts(owner, { act: "archive", names: to }));
    expect(archived.after).toEqual({ code: "not_found" });
  });

  test("an experiment that starts, has a next phase and stops", async () => {
    const { owner } = workspace;
    const name = await live();
    let id = "";
    const started = await changing(name, async () => {
      id = (await startTestExperiment(owner, name)).id;
    });
    expect(started.before.variants).toMatch(/^(-1 ?)+$/);
    expect(started.after.variants).toMatch(/control1.*candidate2|candidate2.*control1/);
    const variants = [
      { key: "control", version: 1, weight: 0.5 },
      { key: "third", version: 3, weight: 0.5 },
    ];
    const next = await changing(name, () => newPhase(owner, { id, reason: "another", variants }));
    expect(next.after.variants).toContain("third3");
    expect((await changing(name, () => stopExperiment(owner, { id }))).after.variants).toMatch(/^(-1 ?)+$/);
  });

  test("a holdback that starts with a release and is ended", async () => {
    const name = await live();
    await addHoldbackGuard(workspace, name, { share: 0.5 });
    const began = await changing(name, () => promoteVersion(workspace.owner, { name, version: 2, environment }));
    expect(began.after.variants).toMatch(/control1.*-2|-2.*control1/);
    const ended = await changing(name, () => endHoldback(workspace.owner, { name, environment }));
    expect(ended.after.variants).toMatch(/^(-2 ?)+$/);
  });

  test("a new version of a snippet does not change prompts that pin it", async () => {
    const { owner } = workspace;
    const snippet = await live();
    const name = `changes/user${made++}`;
    const content = { messages: [{ role: "system" as const, content: `{% render '${snippet}' %}!` }] };
    await createPrompt(owner, { name, content });
    await promoteVersion(owner, { name, version: 1, environment });
    const body = async () => (await resolvePrompt(actor, { name })).body.toString();
    const before = await body();
    expect(before).toMatch(/text \d!/);
    await changing(snippet, () => promoteVersion(owner, { name: snippet, version: 2, environment }));
    expect(await body()).toBe(before);
    await saveVersion(owner, { name, content: { messages: [{ role: "system", content: "without" }] } });
    const { after } = await changing(name, () => promoteVersion(owner, { name, version: 2, environment }));
    expect(after.version).toBe(2);
  });
});

describe("changes missing from the log", () => {
  const outside = async (name: string, version: number) => {
    const { workspaceId, environments } = workspace;
    const target = await prisma().version.findFirstOrThrow({
      where: { workspaceId, number: version, prompt: { name } },
    });
    const where = { promptId: target.promptId, environmentId: environments.production, workspaceId };
    await prisma().deployment.updateMany({ where, data: { versionId: target.id } });
    await prisma().$executeRaw`update environments set epoch = epoch + 1 where id = ${environments.production}::uuid`;
  };

  test("an epoch without its row, as raised by an older version of the application: everything is read again", async () => {
    const name = await live();
    await reader(() => see(name));
    await reader(() => see("bystander"));
    await outside(name, 2);
    await reader(async () => {
      await learn();
      expect(await see(name)).toMatchObject({ version: 2 });
      expect(await see("bystander")).toMatchObject({ source: "database" });
    });
  });

  test("a log that was pruned beyond a process's state: everything is read again", async () => {
    const name = await live();
    await reader(async () => {
      await learn();
      await see(name);
      await see("bystander");
    });
    await promoteVersion(workspace.owner, { name, version: 2, environment });
    await prisma().$executeRaw`update environment_changes set at = at - interval '61 minutes'
      where environment_id = ${workspace.environments.production}::uuid`;
    await promoteVersion(workspace.owner, { name: await live(), version: 2, environment });
    expect(await clearChanges()).toBeGreaterThan(0);
    await reader(async () => {
      await learn();
      expect(await see(name)).toMatchObject({ version: 2 });
      expect(await see("bystander")).toMatchObject({ source: "database" });
    });
  });
});

describe.skipIf(!redisUrl)("an entry of another process in Redis", () => {
  const settings = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };

  test("is served after releases of other prompts, also by a new process", async () => {
    const [name, other] = [await live(), await live()];
    const first = otherProcess(settings);
    const { production } = workspace.environments;
    /** On a busy machine, the first calls to Redis exceed their deadline. */
    const untilInRedis = (before?: () => Promise<void>) =>
      vi.waitFor(
        async () => {
          await before?.();
          expect(await sharedCache()?.get(production, `:${name}`)).not.toBeNull();
        },
        { timeout: 20_000 },
      );
    await first(async () => {
      await see(name);
      await untilInRedis(async () => {
        clearMemory();
        await see(name);
      });
    });
    for (const version of [2, 3, 2]) await promoteVersion(workspace.owner, { name: other, version, environment });
    const second = otherProcess(settings);
    await second(async () => {
      await see(other); // reads the epoch from PostgreSQL
      await untilInRedis();
      expect(await see(name)).toMatchObject({ version: 1, source: "redis" });
    });
    await promoteVersion(workspace.owner, { name, version: 2, environment });
    const third = otherProcess(settings);
    for (const process of [second, third])
      await process(async () => {
        await see(other);
        await learn();
        expect(await see(name)).toMatchObject({ version: 2 });
      });
    for (const process of [first, second, third])
      await process(async () => {
        sharedCache()?.close();
        await closeDatabase();
      });
  });
});

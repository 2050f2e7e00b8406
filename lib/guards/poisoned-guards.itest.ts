import { afterEach, beforeEach, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { createGuardStage, type GuardStage } from "@/lib/testing/guard";
import { checkGuards, guardBackoff } from "./commands/check-guards";
import { createGuard } from "./commands/save-guard";

let stage: GuardStage;
let brokenId: string;
let restore: string[] = [];

/** A second guard, of the same workspace and in the same round. */
beforeEach(async () => {
  stage = await createGuardStage();
  const { owner, name } = stage;
  await promoteVersion(owner, { name, version: 2, environment: "staging" });
  const metrics = [{ name: "completion" as const, worse: "lower" as const, outcomeMinutes: 0 }];
  brokenId = (await createGuard(owner, { prompt: name, environment: "staging", metrics })).id;
});
afterEach(async () => {
  for (const text of restore) await prisma().$executeRawUnsafe(text);
  restore = [];
  guardBackoff.clear();
});

const look = () => checkGuards(Date.now() + 20_000, stage.workspaceId);

async function isRolledBack(): Promise<boolean> {
  await stage.scored({ version: 1, n: 400, percent: 90 });
  await stage.scored({ version: 2, n: 250, percent: 60 });
  await look();
  await stage.scored({ version: 2, n: 30, percent: 60 });
  await look();
  return (await stage.live()) === 1;
}

it("a guard whose state cannot be read does not stop the others", async () => {
  await prisma().$executeRaw`
    update guard_states s set state = jsonb_build_object('revision', d.revision, 'findings', '[]'::jsonb, 'hits', '{}'::jsonb,
      'seen', '{"completion": "never"}'::jsonb)
    from guards g join deployments d on d.prompt_id = g.prompt_id and d.environment_id = g.environment_id
    where s.guard_id = g.id and g.id = ${brokenId}::uuid`;
  expect(await isRolledBack()).toBe(true);
  expect(await look()).toMatchObject({ failed: 1 });
});

it("a guard whose check is always too slow is paused, and is checked again later", async () => {
  const trap = `trap_${brokenId.replaceAll("-", "")}`;
  await prisma().$executeRawUnsafe(`create function ${trap}() returns trigger language plpgsql as $$ begin
    if new.guard_id = '${brokenId}' then raise exception 'too slow' using errcode = '57014'; end if; return new; end $$`);
  await prisma().$executeRawUnsafe(
    `create trigger ${trap} before update on guard_states for each row execute function ${trap}()`,
  );
  restore.push(`drop function if exists ${trap} cascade`);
  expect(await isRolledBack()).toBe(true);
  const { guards, failed } = await look(); // it is paused: it is not looked at
  expect({ guards, failed }).toEqual({ guards: 1, failed: 1 });
  await prisma().$executeRawUnsafe(`drop function ${trap} cascade`);
  guardBackoff.clear();
  expect(await look()).toMatchObject({ guards: 2, failed: 0 });
});

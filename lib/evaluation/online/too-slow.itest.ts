import { expect, it, vi } from "vitest";
import { prisma } from "@/lib/core/db";
import { createOnlineStage } from "@/lib/testing/online";
import { evaluateOnline, samplingBackoff } from "./commands/evaluate-online";

it("a workspace whose answers take too long to sample is paused, and is sampled later", async () => {
  const stage = await createOnlineStage();
  const { workspaceId } = stage;
  const trap = `trap_${workspaceId.replaceAll("-", "")}`;
  // A sequence counts attempts, because it is not rolled back.
  await prisma().$executeRawUnsafe(`create sequence ${trap}`);
  await prisma().$executeRawUnsafe(`create function ${trap}() returns trigger language plpgsql as $$ begin
    if new.workspace_id = '${workspaceId}' then
      perform nextval('${trap}');
      raise exception 'too slow' using errcode = '57014';
    end if; return new; end $$`);
  await prisma().$executeRawUnsafe(
    `create trigger ${trap} before insert on online_samples for each row execute function ${trap}()`,
  );
  const attempts = async () => {
    const [row] = await prisma().$queryRawUnsafe<[{ n: number }]>(
      `select case when is_called then last_value::int else 0 end as n from ${trap}`,
    );
    return row.n;
  };
  const sampled = async () => (await stage.samples()).length;
  const run = () => evaluateOnline(Date.now() + 20_000, { only: workspaceId });
  try {
    await stage.send(stage.interaction(), stage.interaction());
    await stage.roll();
    await run();
    const first = await attempts();
    expect(first).toBeGreaterThan(0);
    await run();
    expect(await attempts()).toBe(first);
    expect(await sampled()).toBe(0);
  } finally {
    await prisma().$executeRawUnsafe(`drop function ${trap} cascade`);
    await prisma().$executeRawUnsafe(`drop sequence ${trap}`);
  }
  samplingBackoff.clear();
  // Another test may be sampling all workspaces, and hold this one's lock.
  const later = async () => {
    await run();
    expect(await sampled()).toBe(2);
  };
  await vi.waitFor(later, { timeout: 10_000, interval: 200 });
});

import { expect, test } from "vitest";
import { runTask } from "@/lib/core/work/run-task";
import type { Task } from "@/lib/core/work/task";
import { startWorkPool } from "./start";

const tooSlow = { code: "invalid_request" as const, message: "It takes too long." };

test("a process whose pool is stopped refuses work; it never runs it in its own thread", async () => {
  let ran = 0;
  const task: Task<null, void> = { name: "test", cpuMs: 100, tooSlow, work: () => void ran++ };
  const pool = startWorkPool();
  await pool.stop();
  const late = runTask(task, null, { workspaceId: "a" });
  await expect(late).rejects.toMatchObject({ code: "overloaded" });
  expect(ran).toBe(0);
});

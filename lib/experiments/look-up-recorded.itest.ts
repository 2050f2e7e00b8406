import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { lookUp } from "@/lib/registry/queries/releases";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { newInteractionId } from "@/lib/telemetry/interaction-id";
import { resolvedAtOf } from "@/lib/telemetry/interaction-mark";
import { createLivePrompt } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { lookUpRecorded } from "./queries/look-up-recorded";

test("while a release spreads, names both versions, and the one that fits", {
  tags: ["slow"],
  timeout: 30_000,
}, async () => {
  const { owner, workspaceId } = await createTestWorkspace();
  const prompt = await createLivePrompt(owner, "then/spread");
  await sleep(5_100); // all instances know the first release
  const { release } = await promoteVersion(owner, { name: prompt, version: 2, environment: "production" });
  const answer = async (version: number, userId: string, reason: "release" | "pinned" = "release") => {
    const interactionId = newInteractionId(reason);
    const event = interactionEvent(randomUUID(), { interactionId, prompt });
    await recordEvents({ kind: "system", workspaceId, name: "test" }, [{ ...event, version, userId }]);
    return new Date(resolvedAtOf(interactionId) ?? 0).toISOString();
  };
  const ask = (at: string, userId?: string) => lookUpRecorded(owner, { prompt, environment: "production", at, userId });

  // A release is dated before its commit. An instance that did not know it yet answered with v1.
  await answer(1, "u_0", "pinned");
  const late = await answer(1, "u_1");
  expect((await lookUp(owner, { prompt, environment: "production", at: release.at })).version).toBe(2);
  const transition = { previousVersion: 1, releasedVersion: 2, from: release.at };
  expect(await ask(release.at)).toMatchObject({
    at: release.at,
    version: 1,
    release: { toVersion: 1 },
    replacedBy: { toVersion: 2 },
    transition: { ...transition, source: "recorded" },
  });
  expect(await ask(late)).toMatchObject({ version: 1 });

  await sleep(5);
  const first = await answer(2, "u_2");
  expect(await ask(first)).toMatchObject({ version: 2, transition: { ...transition, source: "recorded" } });
  await sleep(5);
  const other = await answer(1, "u_1");
  expect(await ask(other)).toMatchObject({ version: 2 });
  expect(await ask(other, "u_1")).toMatchObject({ version: 1 });
  expect(await ask(first, "nobody")).toMatchObject({ version: 2 });

  const after = new Date(Date.parse(release.at) + 5_000).toISOString();
  expect(await ask(after)).toMatchObject({ version: 2, transition: null });
});

import { expect, it } from "vitest";
import { saveSegments } from "@/lib/telemetry/commands/save-segments";
import { createGuardStage } from "@/lib/testing/guard";
import { checkGuards } from "./commands/check-guards";

it("sends one alert for the worse segment, with a link to its requests, and does not roll back", async () => {
  const stage = await createGuardStage();
  const { owner, workspaceId } = stage;
  await saveSegments(owner, { attributes: ["language"] });
  const look = () => checkGuards(Date.now() + 20_000, workspaceId);
  const [en, de] = [{ language: "en" }, { language: "de" }];
  await stage.scored({ version: 1, n: 600, percent: 90, segments: en });
  await stage.scored({ version: 1, n: 60, percent: 90, segments: de });
  await stage.scored({ version: 2, n: 500, percent: 91, segments: en });
  // One user with many bad answers must not make a segment worse.
  await stage.scored({ version: 2, n: 60, percent: 0, segments: { language: "fr" }, user: "u1" });
  await stage.scored({ version: 2, n: 40, percent: 30, segments: de });
  await look();
  const alerts = await stage.alerts();
  expect(alerts).toMatchObject([
    {
      kind: "guard.segment",
      severity: "warning",
      title: "support/reply v2 is worse than v1 in production where language is de",
      path: "requests?prompt=support%2Freply&environment=production&version=2&attribute=language%3Ade",
    },
  ]);
  expect(alerts[0]?.body).toMatch(/^Tasks finished fell from 90\.0.% to 30\.0.% \(of 40\)\./);
  await stage.scored({ version: 2, n: 30, percent: 90, segments: en });
  await look();
  expect(await stage.alerts()).toHaveLength(1);
  expect(await stage.live()).toBe(2);
});

it("checks no segments if the workspace has marked none", async () => {
  const stage = await createGuardStage();
  await stage.scored({ version: 1, n: 300, percent: 90, segments: { language: "de" } });
  await stage.scored({ version: 2, n: 300, percent: 90, segments: { language: "en" } });
  await stage.scored({ version: 2, n: 30, percent: 30, segments: { language: "de" } });
  await checkGuards(Date.now() + 20_000, stage.workspaceId);
  expect((await stage.alerts()).filter(({ kind }) => kind === "guard.segment")).toEqual([]);
});

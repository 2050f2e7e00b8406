/** @module-tag slow */
import { expect, it, vi } from "vitest";
import { countUnread, listAlerts } from "@/lib/alerts/queries/alerts";
import { singleton } from "@/lib/core/singleton";
import { createKeptEvents } from "@/lib/testing/kept-events";
import { saveContentPolicy } from "./commands/save-content-policy";

const slow = { name: "Long words", pattern: "(?:[a-z]{0,15}){1,15}\\d", replacement: "*" };
const quick = { name: "Digits", pattern: "\\d", replacement: "#" };

/** Ends the minute in which a workspace with slow rules stores no texts. */
const forgetSlow = () => singleton("slow-rules", () => new Map()).clear();

it("raises one alert for each slow rule and workspace, until the rule is changed", async () => {
  const kept = await createKeptEvents("slow/rules");
  const { owner } = kept.workspace;
  const save = (...rules: object[]) => saveContentPolicy(owner, { environment: "production", rules } as never);
  let sent = 0;
  const send = async () => {
    forgetSlow();
    const output = `1${"ab".repeat(12_000)}`;
    await kept.send(Array.from({ length: 12 }, () => kept.interaction(`i${sent++}`, { output })));
  };
  const list = async () => (await listAlerts(owner, { limit: 10 })).items;
  await save(quick);
  await send();
  await save(quick, slow);
  await Promise.all([send(), send()]);
  await vi.waitFor(async () => expect(await list()).toHaveLength(1), { timeout: 10_000 });
  const [alert] = await list();
  expect(alert).toMatchObject({
    kind: "redaction.slow",
    title: 'The rule "Long words" takes too long',
    environment: "production",
  });
  await saveContentPolicy(owner, { environment: "staging", rules: [slow] } as never);
  await save(quick);
  expect(await countUnread(owner)).toBe(1);
  await saveContentPolicy(owner, { environment: "staging", rules: [] } as never);
  expect(await countUnread(owner)).toBe(0);
  await save(quick, slow);
  await send();
  await vi.waitFor(async () => expect(await list()).toHaveLength(2), { timeout: 10_000 });
  expect(await countUnread(owner)).toBe(1);
});

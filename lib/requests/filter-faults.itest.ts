import { beforeAll, expect, it } from "vitest";
import { type Client, createClient, mountBeforeAll } from "@/lib/testing/api";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { listRequests } from "./queries/requests";

const mount = mountBeforeAll();
let workspace: TestWorkspace;
let manage: Client;

beforeAll(async () => {
  workspace = await createTestWorkspace();
  manage = createClient(mount.send, workspace.manageKey);
});

it("the list and the export refuse filters that would be ignored, and say which", async () => {
  for (const [query, field, code] of [
    ["variant=candidate", "variant", "needs_experiment"],
    ["exposedOn=2026-11-03", "exposedOn", "needs_experiment"],
    ["segment=language%3Ade", "segment", "needs_experiment"],
    ["minLatencyMs=900&maxLatencyMs=90", "maxLatencyMs", "bounds_crossed"],
    ["minCostUsd=2&maxCostUsd=1", "maxCostUsd", "bounds_crossed"],
    ["missing=model&model=gpt-4.1", "missing", "also_missing"],
    ["from=2026-11-03T00%3A00%3A00Z&to=2026-11-02T00%3A00%3A00Z", "to", "time_reversed"],
    ["review=mine", "review", "not_a_person"],
  ])
    for (const path of ["/interactions?", "/interactions/export?format=csv&"]) {
      const { status, body } = await manage.get(`${path}${query}`);
      expect([path, query, status, body.code, body.errors]).toEqual([
        path,
        query,
        422,
        "invalid_request",
        [{ pointer: `/${field}`, code, message: expect.stringMatching(/\.$/) }],
      ]);
      expect(body.detail).toContain(`/${field}: `);
    }
});

it("a variant that the experiment does not have is not found", async () => {
  const { owner } = workspace;
  const experiment = await startTestExperiment(owner, await createLivePrompt(owner, "filter/faults"));
  const find = (variant: string) => listRequests(owner, { experiment: experiment.id, variant, limit: 1 });
  await expect(find("candidat")).rejects.toMatchObject({ code: "not_found" });
  await expect(find("candidate")).resolves.toMatchObject({ items: [] });
});

it("the audit log refuses a time that ends before it begins", async () => {
  const time = "from=2026-11-03T00%3A00%3A00Z&to=2026-11-02T00%3A00%3A00Z";
  for (const path of ["/audit?", "/audit/export?format=csv&"]) {
    const { status, body } = await manage.get(`${path}${time}`);
    expect([path, status, body.errors]).toEqual([
      path,
      422,
      [{ pointer: "/to", code: "custom", message: "It is not after from." }],
    ]);
  }
});

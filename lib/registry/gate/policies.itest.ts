import { expect, it } from "vitest";
import { codeOf } from "@/lib/testing/code-of";
import { createGateStage } from "@/lib/testing/gate";
import { createTestMember, createTestWorkspace } from "@/lib/testing/workspace";
import { getGatePolicy, listGatePolicies } from "./queries/policies";
import { getGateResult } from "./queries/results";

const environment = "production";
const name = "support/reply";

it("a gate is set by admins, for suites of the workspace, and has at least one condition", async () => {
  const stage = await createGateStage();
  const { owner } = stage;
  const editor = await createTestMember(stage.workspaceId, "editor");
  expect(await codeOf(stage.gate({}, editor))).toBe("forbidden");
  expect(await codeOf(stage.gate({ minimums: {}, isNotWorse: false }))).toBe("invalid_request");
  expect(await codeOf(stage.gate({ minimums: { accuracy: 1.2 } }))).toBe("number_out_of_range");
  expect(await codeOf(stage.gate({ suite: "01890000-0000-7000-8000-000000000000" }))).toBe("invalid_request");
  expect(await codeOf(stage.gate({ environment: "nowhere" }))).toBe("not_found");
  const other = await createGateStage();
  expect(await codeOf(stage.gate({ suite: other.suiteId }))).toBe("invalid_request");
  await stage.gate({ model: { provider: "offline", name: "understudy-offline" }, budgetUsd: 2 });
  expect(await getGatePolicy(owner, { name, environment })).toMatchObject({
    suite: { name: "Support replies" },
    minimums: { accuracy: 0.8 },
    isNotWorse: true,
    alpha: 0.05,
    model: { provider: "offline" },
    budgetUsd: 2,
    updatedBy: "Test Owner",
  });
  expect(await listGatePolicies(other.owner, name)).toEqual([]);
  expect(await codeOf(listGatePolicies(other.owner, "support/nothing"))).toBe("not_found");
  const stranger = await createTestWorkspace();
  expect(await codeOf(getGateResult(stranger.owner, { prompt: name, version: 2, environment }))).toBe("not_found");
  expect(await codeOf(getGateResult(owner, { prompt: name, version: 99, environment }))).toBe("not_found");
});

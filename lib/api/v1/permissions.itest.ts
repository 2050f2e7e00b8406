import { beforeAll, expect, it } from "vitest";
import { keyScopeRights, type Permission } from "@/lib/auth/authorize";
import { createApiKey } from "@/lib/auth/commands/api-keys";
import type { KeyScope } from "@/lib/core/generated/prisma/enums";
import { type Client, createClient, mountBeforeAll } from "@/lib/testing/api";
import { callBodies } from "@/lib/testing/call-bodies";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { endpoints } from "./endpoints";

/** The permission that each endpoint requires. Written by hand, so that a moved permission fails a test. */
const asks: Partial<Record<Permission, string>> = {
  "alert:write": `createAlertChannel getAlertChannel listAlertChannels listAlertDeliveries removeAlertChannel
    replayAlertDelivery rotateAlertChannelSecret testAlertChannel updateAlertChannel`,
  "audit:read": "exportAuditEvents listAuditEvents listSignedHeads signHistoryHead",
  "connection:write": "createConnection deleteConnection listConnections testConnection updateConnection",
  "evaluation:run": "cancelEvaluation comparePair createEvaluation repeatEvaluation runGate tryScorers",
  "event:write": "exportTraces recordEvents recordExposures",
  "experiment:write": `createExperiment decideExperiment deleteExperiment newExperimentPhase startExperiment
    stopExperiment updateExperiment`,
  "gate:write": "approveGateSuite removeGate saveGate",
  "guard:write": `createGuard markAlertsSeen removeBudget removeGuard removeOnlineEvaluation replaceGuard saveBudget
    saveOnlineEvaluation`,
  "interaction:read":
    "exportInteractions getInteraction getInteractionMarks getRejections listInteractions listScoredAnswers",
  "key:read": "getApiKey listApiKeys listOidcTrusts",
  "key:write": "createApiKey createOidcTrust narrowApiKey removeOidcTrust revokeApiKey rotateApiKey updateOidcTrust",
  "member:read": "listInvitations listMembers",
  "member:write": `addDomain changeMemberRole endMemberSessions inviteMember listDomains removeDomain removeMember restoreMember
    revokeInvitation verifyDomain`,
  "prompt:promote": "endControl promoteVersion releaseChangeRequest rollBackPrompt",
  // Everybody who reads may comment and reply to a review. A decision requires more, which the command checks.
  "prompt:read": `commentOnChange diffVersions exportCases exportEvaluationCases exportExperimentResults exportPrompts exportUsage
    getChangeRequest getDraftCopy getEvaluation getEvaluationCase getExperiment getExperimentResults getExperimentTrust
    getContentPolicy getGate getGateSuite getGateVerdict getGuard getOnlineEvaluation getPrompt getPromptQuality
    getScorers getSuite getUsage getVersion getWorkspace listAlerts listAliases listBudgets listCases listChangeRequests listDraftCopies listEnvironments
    listEvaluationCases listEvaluations listExperimentDecisions listExperiments listGates listGuardChecks listGuards listOnlineEvaluations
    listPreviewLinks listPromptReleases listPrompts listQuality listReleases listSampleSets listSegments listShareLinks
    listSnippetUses listSuiteRevisions listSuites listTags listVersions lookUp planMerge planSnippetUpdate
    reopenChangeComment resolveChangeComment reviewChangeRequest searchPrompts suggestChanges`,
  "prompt:resolve": "getBundle renderPrompt resolvePrompt streamBundle",
  "prompt:write": `acceptSuggestion archivePrompt bulkPrompts checkPulledPrompts closeDraftCopy createDraftCopy createPrompt
    duplicatePrompt importPrompts mergeDraftCopy planImport pullPrompts removeAlias removeTag renamePrompt renameTag
    reopenDraftCopy restorePrompt revokePreview saveSuggestions saveVersion sharePreview updatePrompt updateSnippetPins`,
  "review:write": `addInteractionNote amendChangeRequest askReviewers closeChangeRequest editChangeRequest markInteraction
    openChangeRequest removeInteractionNote reopenChangeRequest updateChangeRequest`,
  "share:write": "createShareLink revokeShareLink shareInteraction",
  "suite:write": `addCases changeCases createSuite deleteSampleSet importCases removeCase replaceCase restoreCase
    restoreSuiteRevision saveSampleSet saveScorers updateSampleSet updateSuite`,
  "workspace:write": `addEnvironment changeWorkspace deleteUserData getDataDeletion listDataDeletions
    removeFormerEnvironmentName saveSegments updateContentPolicy updateEnvironment`,
};
/** Endpoints that return or first look up data also require the permission to read it, before they write. */
const alsoAsks = new Map<string, Permission>([
  ["addInteractionNote", "interaction:read"],
  ["markInteraction", "interaction:read"],
  ["removeInteractionNote", "interaction:read"],
  ["shareInteraction", "interaction:read"],
  ["endControl", "prompt:promote-protected"],
  ["promoteVersion", "prompt:promote-protected"],
  ["rollBackPrompt", "prompt:promote-protected"],
  ...`amendChangeRequest approveGateSuite askReviewers cancelEvaluation changeWorkspace closeChangeRequest
    closeDraftCopy comparePair createDraftCopy createEvaluation createExperiment createGuard createPrompt
    createSuite decideExperiment duplicatePrompt editChangeRequest importCases importPrompts mergeDraftCopy
    newExperimentPhase openChangeRequest planImport removeGuard renamePrompt reopenChangeRequest reopenDraftCopy
    repeatEvaluation replaceGuard runGate saveGate saveOnlineEvaluation saveScorers saveSuggestions saveVersion
    sharePreview startExperiment stopExperiment tryScorers updateChangeRequest updateExperiment updatePrompt
    updateSuite`
    .split(/\s+/)
    .map((id) => [id, "prompt:read"] as const),
]);
const table = Object.entries(asks).flatMap(([right, ids]) =>
  ids.split(/\s+/).map((id) => [id, right as Permission] as const),
);

const mount = mountBeforeAll();
let workspace: TestWorkspace;
/** Clients by the rights of their key, created once. */
const clients = new Map<string, Promise<Client>>();

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

function clientWith(scope: KeyScope, rights: readonly Permission[]): Promise<Client> {
  const name = `${scope} ${rights.join(" ")}`;
  const made = async () => {
    const input = { name: "k", scope, environments: "all" as const, rights: [...rights] };
    return createClient(mount.send, (await createApiKey(workspace.owner, input)).key);
  };
  const known = clients.get(name) ?? made();
  clients.set(name, known);
  return known;
}

const nothing = "01890000-0000-7000-8000-000000000000";
const inNobodysPath: Record<string, string> = {
  name: "no%2Fsuch",
  alias: "no%2Fsuch",
  version: "1",
  number: "1",
  environment: "nowhere",
};

/** Sends a valid request for resources that do not exist. An earlier error is about the key. */
async function codeFor(client: Client, id: string): Promise<string | undefined> {
  const endpoint = endpoints.find((one) => one.id === id);
  if (!endpoint) throw new Error(`There is no endpoint ${id}.`);
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => inNobodysPath[name] ?? nothing);
  const { body } = await client.call(endpoint.method.toUpperCase(), path, callBodies[id]);
  return body?.code;
}

it("the table contains every endpoint with the right that it declares", () => {
  const declared = endpoints.map(({ id, permission }) => `${id} ${permission}`);
  expect(table.map((row) => row.join(" ")).toSorted()).toEqual(declared.toSorted());
});

// Excludes the stream, which does not end. stream.itest.ts tests its permissions.
const tested = table.filter(([id]) => id !== "streamBundle");

it.each(tested)("%s requires %s, and no right that the table does not contain", async (id, right) => {
  const all = keyScopeRights.manage;
  const others = await clientWith(
    "manage",
    all.filter((one) => one !== right),
  );
  expect(await codeFor(others, id)).toBe("insufficient_scope");
  const also = alsoAsks.get(id);
  const alone = await codeFor(await clientWith("manage", [right]), id);
  expect(alone === "insufficient_scope").toBe(also !== undefined);
  if (also) expect(await codeFor(await clientWith("manage", [right, also]), id)).not.toBe("insufficient_scope");
});

it.each(tested)("a runtime key can use %s only if %s is one of its rights", async (id, right) => {
  const runtime = await clientWith("runtime", keyScopeRights.runtime);
  const isRefused = (await codeFor(runtime, id)) === "insufficient_scope";
  expect(isRefused).toBe(!keyScopeRights.runtime.includes(right));
});

it("a workspace is not changed by a key that may not read the answer", async () => {
  const client = await clientWith("manage", ["workspace:write"]);
  expect((await client.patch("/workspace", { name: "Changed" })).body.code).toBe("insufficient_scope");
  const reading = await clientWith("manage", ["prompt:read"]);
  expect((await reading.get("/workspace")).body.name).not.toBe("Changed");
});

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Action } from "@/lib/api/action";
import { signHead } from "@/lib/auth/history/commands";
import { prisma } from "@/lib/core/db";
import type { Role } from "@/lib/core/generated/prisma/enums";
import { actionInputs, type Things } from "@/lib/testing/action-inputs";
import { seedThings } from "@/lib/testing/action-things";
import { testKeys } from "@/lib/testing/alerts";
import { sessionCookie, withCookie } from "@/lib/testing/browser-request";
import { openTestSession } from "@/lib/testing/session";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { snapshotOf } from "@/lib/testing/workspace-snapshot";
import { sourcePaths } from "@/scripts/test/source-tree";

const roles = ["viewer", "editor", "publisher", "admin", "owner"] as const satisfies Role[];
type LowestRole = Role | "person" | "anybody";

/**
 * Who may do it: the least role, whoever is signed in, or anybody. Written out by hand, so that a right moved in the
 * code is seen here.
 */
const table: Record<string, Partial<Record<LowestRole, string>>> = {
  "(auth)/invitation/[token]/actions": { person: "joinWorkspace" },
  "(auth)/sign-in/actions": { anybody: "beginPasskey requestReset setNewPassword confirm" },
  "(personal)/account/actions": {
    person: `changeName chooseMails chooseSlack leaveSlack chooseZone sendVerification changeEmail setPassword beginFactor confirmFactor
      removeFactor renewCodes beginNewPasskey keepPasskey endPasskey ownPasskey beginProof proveByPasskey endSession
      endOthers prove joinOpen`,
    viewer: "leave previewWeek",
  },
  "(personal)/device/actions": { person: "turnDeviceAway", viewer: "connectDevice" },
  "(personal)/new-workspace/actions": { person: "makeWorkspace" },
  "[workspace]/_components/alerts/actions": { viewer: "markSeen loadMoreAlerts" },
  "[workspace]/actions": { viewer: "searchPrompts keepAtHand" },
  "[workspace]/changes/actions": {
    viewer: "loadReviewers comment suggest markSeen",
    editor: `askForReview answerCases askMore amend bringUpToDate editRequest closeRequest reopenRequest resolveRemark
      reopenRemark accept saveAccepted`,
    publisher: "review releaseRequest",
  },
  "[workspace]/evaluations/actions": {
    viewer: "loadMoreSuites loadMoreCases loadMoreRevisions readCases loadSuiteChanges",
    editor: "makeSuite changeSuite bringRevisionBack addToSuite changeCase changeManyCases",
    admin: "approveGateSuite",
  },
  "[workspace]/evaluations/runs/actions": {
    viewer: "listOthers loadMoreRuns listLinks loadRunVersions",
    editor: "cancelEvaluation runAgain runToCompare share revokeLink loadRunChoices previewEvaluation startEvaluation",
  },
  "[workspace]/evaluations/suites/[id]/scorers/actions": { editor: "keepScorers tryOut previewJudge checkScorer" },
  "[workspace]/experiments/actions": {
    viewer: "loadMoreExperiments loadMoreMemos readPlanBasis",
    publisher: "beginExperiment beginPhase endExperiment", // in production, which is protected
    editor: "makeExperiment changeExperiment decideExperiment removeExperiment", // the last removes it
  },
  "[workspace]/find": { viewer: "findAnything" },
  "[workspace]/prompts/(list)/actions": {
    viewer: "loadMorePrompts loadOwners loadTags",
    editor: "addPrompt runBulk renameTagEverywhere removeTagEverywhere",
  },
  "[workspace]/prompts/[name]/actions/cases": {
    viewer: "loadSuites",
    editor: "keepCase saveSamples updateSamples deleteSamples",
  },
  "[workspace]/prompts/[name]/actions/copies": {
    viewer: "loadMoreUses",
    editor: "makeCopy mergeCopy closeCopy reopenCopy putIn",
  },
  "[workspace]/prompts/[name]/actions/edit": {
    viewer: "loadNewer loadVersion loadDrafts loadDraft loadSnippets",
    editor: "saveEdit dropDraft",
  },
  // To production, which is protected.
  "[workspace]/prompts/[name]/actions/release": {
    viewer: "loadVersions loadReleases loadDiffPart readGate",
    editor: "runGateNow",
    publisher: "promote rollBack endHoldback planPromotion planRollBack",
    admin: "saveGate removeGate",
  },
  "[workspace]/prompts/[name]/actions/settings": {
    editor: "update restore rename duplicate dropAlias share revoke loadLiveScorers",
    publisher: "archive keepWatching beginWatching switchWatching",
  },
  "[workspace]/quality/actions": {
    viewer: "loadMoreQuality",
    editor: "loadMoreAnswers readAnswer addAnswersToSuite makeSuiteOf",
  },
  "[workspace]/releases/actions": { viewer: "loadMoreReleases" },
  "[workspace]/requests/actions": {
    viewer: "readRequestChoices readExperimentChoices",
    editor: `loadOlderRequests loadNewRequests readRequest readStep previewLink shareLink writeNote writeNotes seeNotes
      deleteNote changeMarks changeMarksOfMany keepView`,
    admin: "dropView", // another's
  },
  "[workspace]/settings/(general)/actions": {
    admin: "change markSegments makeEnvironment changeEnvironment giveUpName",
    owner: "remove keep",
  },
  "[workspace]/settings/alerts/actions": {
    admin: "addChannel changeChannel deleteChannel tryChannel newSecret loadDeliveries replay",
  },
  "[workspace]/settings/audit/actions": { admin: "loadMoreAudit signHistory" },
  "[workspace]/settings/keys/actions": {
    admin: "makeKey rotateKey keyDetails narrowKey revokeKey loadMoreKeys addTrust changeTrust removeTrust",
  },
  "[workspace]/settings/members/actions": {
    viewer: "leave loadMoreMembers loadMoreInvitations",
    admin: "invite revoke changeRole remove restore keysOf endSessions makeDomain proveDomain dropDomain",
    owner: "passwordLink transfer openDomain makeScimToken revokeScim",
  },
  "[workspace]/settings/models/actions": { admin: "addConnection changeConnection removeConnection tryConnection" },
  "[workspace]/settings/privacy/actions": { admin: "changePolicy tryRedaction deleteData loadDeletions" },
  "[workspace]/start/actions": { person: "askForOwnDemo seeOwnDemo", editor: "addFirstPrompt" },
  "[workspace]/usage/actions": { publisher: "setBudget dropBudget" },
};
const rows = Object.entries(table).flatMap(([file, byLeast]) =>
  Object.entries(byLeast).flatMap(([least, names]) =>
    names.split(/\s+/).map((name) => ({ file, name, least: least as LowestRole })),
  ),
);
const isRole = (least: LowestRole): least is Role => (roles as readonly string[]).includes(least);

/** Their refusals of a person speak of something else: a code that is wrong, a workspace that is not open. */
const refusesOtherwise = ["confirmFactor", "keepPasskey", "proveByPasskey", "joinOpen"];
/** After these somebody has left the workspace, or has another role. */
const movesPeople = ["leave", "transfer"];

/** What asks for a fresh proof of identity, in a workspace that wants one. */
const risky = Object.entries({
  "(personal)/device/actions": "connectDevice",
  "changes/actions": "releaseRequest review",
  "experiments/actions": "beginExperiment beginPhase endExperiment",
  "prompts/[name]/actions/release": "endHoldback planPromotion planRollBack promote rollBack",
  "prompts/[name]/actions/settings": "archive",
  "settings/(general)/actions": "changeEnvironment keep remove",
  "settings/keys/actions": "addTrust changeTrust makeKey narrowKey removeTrust revokeKey rotateKey",
  "settings/members/actions": `changeRole dropDomain endSessions invite makeDomain makeScimToken openDomain passwordLink
    proveDomain remove restore revoke revokeScim transfer`,
  "settings/privacy/actions": "deleteData",
}).flatMap(([file, names]) => names.split(/\s+/).map((name) => `${file} ${name}`));

const modules = new Map<string, Record<string, Action<unknown>>>();
const cookies = new Map<Role, string>();
const people = new Map<Role, string>();
let workspace: TestWorkspace;
let stranger: TestWorkspace;
let strangersCookie = "";
let things: Things;

type TriedAction = { file: string; name: string };

/** The code that an action answers with, "ok" for none, and all that it says. */
async function ask(
  cookie: string | null,
  { file, name }: TriedAction,
  slug?: string,
): Promise<{ code: string; text: string }> {
  const action = modules.get(file)?.[name];
  const input = actionInputs[file]?.[name]?.(things);
  if (!action || !input) throw new Error(`There is no action, or no input of ${file} ${name}.`);
  const answer = await withCookie(cookie, () => action({ ...input, ...(slug !== undefined && { workspace: slug }) }));
  return { code: answer.ok ? "ok" : answer.error.code, text: JSON.stringify(answer) };
}

const cookieOf = async (userId: string) => sessionCookie((await openTestSession(userId)).session.id);

async function seatEverybody(): Promise<void> {
  const { workspaceId } = workspace;
  for (const [role, userId] of people)
    await prisma().member.upsert({
      where: { workspaceId_userId: { workspaceId, userId } },
      create: { workspaceId, userId, role },
      update: { role },
    });
}

const snapshot = () => snapshotOf(workspace.workspaceId);

beforeAll(async () => {
  vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, long enough");
  vi.stubEnv("ENCRYPTION_KEYS", testKeys);
  vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
  for (const path of sourcePaths("app").filter((each) => readFileSync(each, "utf8").startsWith('"use server"'))) {
    const file = path.replace(/^app\/|\.ts$/g, "");
    modules.set(file, await import(/* @vite-ignore */ `@/app/${file}`));
  }
  ({ workspace, things } = await seedThings());
  stranger = await createTestWorkspace();
  strangersCookie = await cookieOf(stranger.owner.userId);
  for (const role of roles) {
    const { userId } = role === "owner" ? workspace.owner : await createTestMember(workspace.workspaceId, role);
    people.set(role, userId);
    cookies.set(role, await cookieOf(userId));
  }
  // Signed here, so that the job of another test file does not sign it, with an audit event, in a test.
  await signHead({ kind: "system", workspaceId: workspace.workspaceId, name: "tests" });
}, 120_000);

it("the table contains every action, and every action has an input", () => {
  const exported = [...modules].flatMap(([file, actions]) => Object.keys(actions).map((name) => `${file} ${name}`));
  expect(rows.map(({ file, name }) => `${file} ${name}`).toSorted()).toEqual(exported.toSorted());
});

describe("every action", { timeout: 180_000, retry: 0 }, () => {
  const ofWorkspace = rows.filter(({ least }) => isRole(least));

  it("refuses people without a session, non-members and lower roles, and changes nothing", async () => {
    const before = await snapshot();
    const wrong: string[] = [];
    for (const row of rows.filter(({ least }) => least !== "anybody")) {
      const { file, name, least } = row;
      const slug = isRole(least) ? things.slug : undefined;
      const expectCode = async (who: string, cookie: string | null, expected: string) => {
        const { code } = await ask(cookie, row, slug);
        if (code !== expected) wrong.push(`${file} ${name}: ${code} for ${who}`);
      };
      await expectCode("who is signed out", null, "unauthenticated");
      if (!isRole(least)) continue;
      await expectCode("who is no member", strangersCookie, "not_found");
      const lower = roles.slice(0, roles.indexOf(least));
      await Promise.all(lower.map((role) => expectCode(role, cookies.get(role) ?? null, "forbidden")));
    }
    expect(wrong).toEqual([]);
    expect(await snapshot()).toEqual(before);
  });

  it("gives an owner of another workspace no access by ids of this one", async () => {
    const before = await snapshot();
    const leaks: string[] = [];
    for (const row of ofWorkspace.filter(({ name }) => !movesPeople.includes(name))) {
      const { text } = await ask(strangersCookie, row, stranger.slug);
      const input = JSON.stringify(actionInputs[row.file]?.[row.name]?.(things));
      const secrets = ["hidden", "Where is parcel", workspace.workspaceId, ...Object.values(things)];
      if (secrets.some((secret) => text.includes(secret) && !input.includes(secret)))
        leaks.push(`${row.file} ${row.name}: ${text}`);
    }
    expect(leaks).toEqual([]);
    expect(await snapshot()).toEqual(before);
  });

  it("requires a second factor if the workspace does", async () => {
    const set = (requiresSecondFactor: boolean) =>
      prisma().workspace.update({ where: { id: workspace.workspaceId }, data: { requiresSecondFactor } });
    await set(true);
    const wrong: string[] = [];
    for (const row of ofWorkspace.filter(({ name }) => name !== "leave")) {
      const { code } = await ask(cookies.get("owner") ?? null, row, things.slug);
      if (code !== "second_factor_required") wrong.push(`${row.file} ${row.name}: ${code}`);
    }
    expect(wrong).toEqual([]);
    await set(false);
  });

  it("is allowed for the lowest role, and for owners, who prove themselves again before risky actions", async () => {
    const wrong: string[] = [];
    const { workspaceId, owner } = workspace;
    const stale = await openTestSession(owner.userId);
    const staleCookie = await sessionCookie(stale.session.id);
    const provedAt = new Date(Date.now() - 11 * 60_000);
    await prisma().session.update({ where: { id: stale.session.id }, data: { provedAt } });
    await prisma().workspace.update({ where: { id: workspaceId }, data: { requiresProof: true } });
    for (const row of rows) {
      const { file, name, least } = row;
      const slug = isRole(least) ? things.slug : undefined;
      const isRisky = risky.includes(`${file.replace("[workspace]/", "")} ${name}`);
      if (isRisky) {
        const { code } = await ask(staleCookie, row, slug);
        if (code !== "proof_required") wrong.push(`${file} ${name}: ${code} without a proof`);
      }
      const whom: readonly Role[] = isRole(least) ? [...new Set([least, "owner" as const])] : ["viewer"];
      for (const role of whom) {
        const cookie = role === "owner" && !isRisky ? staleCookie : (cookies.get(role) ?? null);
        const { code } = await ask(cookie, row, slug);
        const isRefused =
          code === "unauthenticated" ||
          code === "proof_required" ||
          (code === "forbidden" && !refusesOtherwise.includes(name));
        // What refuses nobody has to take its input, or it would show nothing.
        if (isRefused || (code === "invalid_request" && role === "viewer"))
          wrong.push(`${file} ${name}: ${code} for ${role}`);
        if (movesPeople.includes(name)) await seatEverybody();
      }
    }
    expect(wrong).toEqual([]);
  });
});

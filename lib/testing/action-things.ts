import { randomUUID } from "node:crypto";
import { raiseAlert } from "@/lib/alerts/commands/alerts";
import { createChannel } from "@/lib/alerts/commands/channels";
import { createApiKey } from "@/lib/auth/commands/api-keys";
import { inviteMember } from "@/lib/auth/commands/invitations";
import { addDomain } from "@/lib/auth/domains/commands";
import { createScimToken } from "@/lib/auth/scim/commands/tokens";
import { createShareLink } from "@/lib/auth/share-links/commands";
import { prisma, transaction } from "@/lib/core/db";
import { createConnection } from "@/lib/evaluation/models/commands/save-connection";
import { saveSampleSet } from "@/lib/evaluation/samples/commands";
import { createExperiment } from "@/lib/experiments/commands/draft-experiment";
import { commentOnChange } from "@/lib/registry/commands/comment-on-change";
import { createDraftCopy } from "@/lib/registry/commands/draft-copies";
import { openChangeRequest } from "@/lib/registry/commands/open-change-request";
import { sharePreview } from "@/lib/registry/commands/share-preview";
import { saveBudget } from "@/lib/requests/commands/budgets";
import { addNote } from "@/lib/requests/commands/notes";
import { saveView } from "@/lib/requests/commands/saved-views";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import type { Things } from "./action-inputs";
import { experimentOf } from "./experiment";
import { createGateStage } from "./gate";
import { openTestSession } from "./session";
import { createTestMember } from "./workspace";

/** Creates a workspace with one object of every kind that server actions use. */
export async function seedThings() {
  const stage = await createGateStage();
  const { workspace, owner, workspaceId, name, promptId, suiteId } = stage;
  const { slug } = workspace;
  const environment = "production";
  await stage.gate();
  await stage.save("three");
  const run = await stage.ran(1);
  const member = await createTestMember(workspaceId, "editor");
  const { number } = await openChangeRequest(owner, { name, version: 2, environment, title: "A hidden question" });
  const remark = { number, body: "A hidden remark", pointer: "/messages/0/content", line: 1 };

  const interaction = randomUUID();
  const answer = { type: "interaction", id: randomUUID(), interactionId: interaction, prompt: name, version: 1 };
  const fields = { environment, at: new Date().toISOString(), input: { message: "A hidden word" }, output: "Hello" };
  await recordEvents({ kind: "system", workspaceId, name: "test" }, [{ ...answer, ...fields }]);
  const { notes } = await addNote(owner, { interactionId: interaction, body: "A hidden note" });

  const { id: channel } = await createChannel(owner, { kind: "email", name: "Ops", recipients: ["a@example.test"] });
  const alert = { kind: "guard.worse", severity: "warning", title: "t", body: "b", path: "p", dedupeKey: "d" } as const;
  await transaction((tx) => raiseAlert(tx, { workspaceId, ...alert }));

  const draft = { promptId, baseVersion: 1, seenVersion: 1, draft: {}, tabId: "a-tab" };
  const trust = { name: "CI", issuer: "https://issuer.example", audience: "a", conditions: [], createdByName: "Test" };
  const things: Things = {
    slug,
    prompt: name,
    suite: suiteId,
    interaction,
    channel,
    run,
    member: member.userId,
    note: notes[0]?.id ?? "",
    caseKey: (await prisma().testCase.findFirstOrThrow({ where: { workspaceId } })).caseKey,
    comment: (await commentOnChange(owner, remark)).id,
    copy: (await createDraftCopy(owner, { name, copyName: "Hidden copy" })).id,
    draft: (await prisma().workingDraft.create({ data: { workspaceId, userId: owner.userId, ...draft } })).id,
    experiment: (await createExperiment(owner, experimentOf(name))).id,
    budget: (await saveBudget(owner, { prompt: name, amountUsd: 5 })).id,
    delivery: (await prisma().alertDelivery.findFirstOrThrow({ where: { workspaceId } })).id,
    key: (await createApiKey(owner, { name: "victim", scope: "runtime", environments: "all" })).id,
    trust: (await prisma().oidcTrust.create({ data: { workspaceId, ...trust, rights: ["prompt:read"] } })).id,
    invitation: (await inviteMember(owner, { email: `guest@${slug}.example`, role: "viewer" })).id,
    domain: (await addDomain(owner, { domain: `${slug}.example` })).id,
    scim: (await createScimToken(owner)).id,
    link: (await createShareLink(owner, { target: "evaluation", targetId: run })).id,
    preview: (await sharePreview(owner, { name, version: 1 })).id,
    sample: (await saveSampleSet(owner, { prompt: name, name: "Hidden set", variables: {} })).id,
    view: (await saveView(owner, { name: "Hidden view", query: "", isShared: true })).id,
    connection: (await createConnection(owner, { provider: "openai", name: "theirs", apiKey: "not-a-key-of-anybody" }))
      .id,
    session: (await openTestSession(owner.userId)).session.id,
  };
  return { workspace, things };
}

import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { getScorers } from "@/lib/evaluation/scorers/queries";
import { makeSuiteOfInteractions } from "@/lib/evaluation/suites/commands/add-interactions";
import { findFreeSuiteName } from "@/lib/evaluation/suites/queries";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { listRequests } from "@/lib/requests/queries/requests";
import { createOnlineStage, type OnlineStage } from "@/lib/testing/online";
import { createTestMember, createTestWorkspace, keyActorFor } from "@/lib/testing/workspace";
import { getRejections } from "./queries/rejections";

describe("rejected answers", () => {
  let stage: OnlineStage;
  let ids: string[];
  const input = { name: "support/reply", environment: "production", range: "24h" } as const;

  beforeAll(async () => {
    stage = await createOnlineStage({ sampleRate: 0 });
    const interactions = Array.from({ length: 16 }, (_, at) =>
      stage.interaction({ version: at < 12 ? 1 : 2, input: { question: `Where is ${at}?` }, output: "Soon." }),
    );
    ids = interactions.map(({ interactionId }) => interactionId);
    const feedback = ids.map((id, at) =>
      stage.feedback(
        id,
        at === 0
          ? { thumbs: "up", comment: "Lovely refund" }
          : at % 3 === 0
            ? { stars: at === 3 ? 3 : 1, comment: "Far too long and rambling" }
            : { thumbs: "down", comment: "The refund deadline is wrong" },
      ),
    );
    await stage.take(...interactions, ...feedback);
  });

  it("includes answers with a thumbs down or a low star rating, grouped by their texts", async () => {
    const { rejected, isCut, groups } = await getRejections(stage.owner, input);
    expect({ rejected, isCut }).toEqual({ rejected: 14, isCut: false });
    expect(groups.map(({ size, metrics }) => ({ size, metrics }))).toEqual([
      { size: 10, metrics: [{ metric: "thumbs", label: "Thumbs down", count: 10 }] },
      { size: 4, metrics: [{ metric: "stars", label: "Two stars or fewer", count: 4 }] },
    ]);
    expect(groups[0]?.words).toEqual(expect.arrayContaining(["refund", "deadline"]));
    expect(groups[0]?.examples[0]).toMatchObject({ comment: "The refund deadline is wrong", output: "Soon." });
    expect(groups[1]?.interactionIds).toEqual([15, 12, 9, 6].map((at) => ids[at]));
  });

  it("filters by version, and lists the requests of a group by their ids", async () => {
    const { rejected, groups } = await getRejections(stage.owner, { ...input, version: 2 });
    expect(rejected).toBe(4);
    expect(groups).toMatchObject([{ words: [], size: 4, versions: [{ version: 2, count: 4 }] }]);
    const chosen = groups[0]?.interactionIds ?? [];
    const { items } = await listRequests(stage.owner, { ids: chosen.join(","), limit: 10 });
    expect(items.map(({ interactionId }) => interactionId)).toEqual(chosen);
  });

  it("creates a suite from the answers, unless no answer can become a case", async () => {
    const content = {
      messages: [{ role: "user" as const, content: "{{ question }}" }],
      variables: [{ name: "question", type: "string" as const, required: true }],
    };
    await saveVersion(stage.owner, { name: stage.name, content });
    const interaction = stage.interaction({ version: 3, input: { question: "Where?" } });
    const bare = stage.interaction({ version: 3 });
    const again = stage.interaction({ version: 3, input: { question: "Where?" } });
    await stage.send(interaction, bare, again);
    const [first, second] = [interaction.interactionId, bare.interactionId];
    const fields = { name: "refund", prompt: stage.name };
    // A score may refer to an answer that was never reported.
    const ids = [first, second, again.interactionId, "never-reported"];
    const made = await makeSuiteOfInteractions(stage.owner, { ...fields, interactionIds: ids });
    expect(made).toMatchObject({
      suite: { name: "refund", prompt: stage.name },
      cases: [{ variables: { question: "Where?" }, source: { interactionId: first } }],
      skipped: [
        { interactionId: second },
        { message: expect.stringContaining("the same") },
        { interactionId: "never-reported" },
      ],
    });
    expect(made.cases).toHaveLength(1);
    const gone = makeSuiteOfInteractions(stage.owner, { ...fields, name: "gone", interactionIds: ["never-reported"] });
    await expect(gone).rejects.toMatchObject({ code: "invalid_request" });
    expect(await findFreeSuiteName(stage.owner, "refund")).toBe("refund 2");
    expect(await findFreeSuiteName(stage.owner, "refunds")).toBe("refunds");
    const none = makeSuiteOfInteractions(stage.owner, { ...fields, name: "bare", interactionIds: [second] });
    await expect(none).rejects.toMatchObject({ code: "invalid_request" });
    const { workspaceId } = stage;
    expect(await prisma().testSuite.count({ where: { workspaceId, name: "bare" } })).toBe(0);
  });

  it("creates a suite with the scorers that the answers did not pass", async () => {
    const day = { id: "day", name: "Names a day", type: "contains" as const, texts: ["tomorrow"] };
    const polite = { id: "polite", name: "Polite", type: "contains" as const, texts: ["please"] };
    await stage.save({ scorers: [day, polite] });
    const answer = stage.interaction({ version: 3, input: { question: "When?" }, output: "Soon, please." });
    await stage.take(answer);
    const fields = { name: "without a day", prompt: stage.name, interactionIds: [answer.interactionId] };
    const { suite, rejectedBy } = await makeSuiteOfInteractions(stage.owner, fields);
    expect(rejectedBy).toEqual(["Names a day"]);
    const { scorers } = await getScorers(stage.owner, suite.id);
    expect(scorers[0]).toMatchObject({ id: "day", texts: ["tomorrow"] });
    expect(scorers.map(({ id }) => id)).toContain("similarity");
    expect(scorers.map(({ id }) => id)).not.toContain("polite");
  });

  it("a key learns nothing of scorers in environments that it may not read", async () => {
    const secret = { id: "secret", name: "Secret", type: "contains" as const, texts: ["hidden"] };
    await stage.save({ scorers: [secret] });
    const theirs = stage.interaction({ version: 3, input: { question: "Theirs?" }, output: "No." });
    const staging = stage.interaction({ version: 3, input: { question: "Ours?" }, environment: "staging" });
    await stage.take(theirs, staging);
    const key = keyActorFor(stage, [stage.workspace.environments.staging]);
    const interactionIds = [staging.interactionId, theirs.interactionId];
    const made = await makeSuiteOfInteractions(key, { name: "by a key", prompt: stage.name, interactionIds });
    expect(made.cases).toHaveLength(1);
    expect(made.rejectedBy).toEqual([]);
  });

  it("requires the permission to read answers, in the same workspace", async () => {
    const viewer = await createTestMember(stage.workspaceId, "viewer");
    await expect(getRejections(viewer, input)).rejects.toMatchObject({ code: "forbidden" });
    const { owner: stranger } = await createTestWorkspace();
    await expect(getRejections(stranger, input)).rejects.toMatchObject({ code: "not_found" });
  });
});

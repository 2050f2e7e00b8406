import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { codeOf } from "@/lib/testing/code-of";
import { createReviewStage, type ReviewStage } from "@/lib/testing/review";
import { says } from "@/lib/testing/says";
import { commentOnChange, reopenComment, resolveComment } from "./commands/comment-on-change";
import { saveVersion } from "./commands/save-version";
import { acceptSuggestion, saveSuggestions, suggestChanges } from "./commands/suggestions";
import { getChangeRequestOrThrow } from "./queries/change-requests";
import { listWaiting } from "./queries/inbox";
import { getVersionOrThrow } from "./queries/versions";

const pointer = "/messages/0/content";
let stage: ReviewStage;

beforeAll(async () => {
  stage = await createReviewStage();
});

/** Creates a request for v2 ("text 2\nline two"), to which Jonas suggests changes of two lines. */
async function suggested(text = "text 2!\nline two\nline three") {
  const name = await stage.prompt();
  const { number } = await stage.ask(name);
  const [first, second] = await suggestChanges(stage.jonas, { number, version: 2, pointer, text, body: "Clearer" });
  if (!first) throw new Error("nothing was suggested");
  return { name, number, first, second: second ?? first };
}
const textOf = async (name: string, version: number) => {
  const { content } = await getVersionOrThrow(stage.mara, name, version);
  return content.messages[0];
};

describe("suggestions", () => {
  it("are written by a reviewer and accepted by the author line by line", async () => {
    const { name, number, first, second } = await suggested();
    expect(first).toMatchObject({
      line: 1,
      quote: "text 2",
      body: "Clearer",
      suggestion: { act: "replace", text: "text 2!", state: "open", savedIn: null },
    });
    expect(second).toMatchObject({ line: 2, body: "", suggestion: { act: "insert", text: "line three" } });
    const { mara } = stage;
    expect(await getChangeRequestOrThrow(mara, number)).toMatchObject({ openComments: 0, openSuggestions: 2 });
    expect((await acceptSuggestion(mara, { number, id: first.id })).suggestion?.state).toBe("accepted");
    expect(await codeOf(saveSuggestions(mara, { number }))).toBe("invalid_state"); // one is undecided
    expect((await resolveComment(mara, { number, id: second.id })).suggestion?.state).toBe("declined");
    expect((await getChangeRequestOrThrow(mara, number)).nextStep).toBe("amend"); // the accepted line is not saved yet
    const saved = await saveSuggestions(mara, { number });
    expect(saved).toMatchObject({ version: 3, status: "waiting", nextStep: null, versionAuthor: { id: mara.userId } });
    expect(saved.comments.map(({ suggestion }) => suggestion?.state)).toEqual(["saved", "declined"]);
    expect(await textOf(name, 3)).toMatchObject({ content: "text 2!\nline two" });
    expect(await codeOf(reopenComment(mara, { number, id: first.id }))).toBe("invalid_state");
    expect(await codeOf(saveSuggestions(mara, { number }))).toBe("invalid_state");
    const actions = await prisma().auditEvent.findMany({
      where: { workspaceId: stage.workspace.workspaceId, data: { path: ["number"], equals: number } },
      select: { action: true },
    });
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["change.suggest", "change.accept_suggestion", "change.resolve_comment", "change.amend"]),
    );
  });

  it("wait for the author until each is decided or answered, and for nobody else", async () => {
    const { number, first, second } = await suggested();
    const { mara, viewer } = stage;
    const stepOf = async (actor: typeof mara) =>
      [...(await listWaiting(actor, 50)).items].find((item) => item.number === number)?.nextStep;
    expect(await stepOf(mara)).toBe("amend");
    expect(await stepOf(viewer)).toBeUndefined();
    await resolveComment(mara, { number, id: first.id });
    expect(await stepOf(mara)).toBe("amend");
    await commentOnChange(mara, { number, replyTo: second.id, body: "Why a third line?" });
    expect(await stepOf(mara)).toBeUndefined();
    await commentOnChange(stage.jonas, { number, replyTo: second.id, body: "For the tone." });
    expect(await stepOf(mara)).toBe("amend");
    await resolveComment(mara, { number, id: second.id });
    expect(await stepOf(mara)).toBeUndefined();
  });

  it("can be made by all readers, and accepted by those who may save versions", async () => {
    const { number, first } = await suggested();
    const { viewer, mara } = stage;
    const same = { number, version: 2, pointer };
    expect(await codeOf(suggestChanges(viewer, { ...same, text: "mine" }))).toBe("fine");
    expect(await codeOf(acceptSuggestion(viewer, { number, id: first.id }))).toBe("forbidden");
    expect(await codeOf(saveSuggestions(viewer, { number }))).toBe("forbidden");
    expect(await codeOf(suggestChanges(viewer, { ...same, text: "text 2\nline two" }))).toBe("invalid_request");
    expect(await codeOf(suggestChanges(viewer, { ...same, pointer: "/model", text: "x" }))).toBe("invalid_request");
    expect(await codeOf(suggestChanges(viewer, { ...same, version: 1, text: "x" }))).toBe("invalid_state");
    expect((await acceptSuggestion(mara, { number, id: first.id })).resolvedBy).toBe(mara.name);
    expect((await reopenComment(mara, { number, id: first.id })).suggestion?.state).toBe("open");
  });

  it("have one change per line, also with concurrent reviewers", async () => {
    const { number, first } = await suggested("text 2!\nline two");
    const { jonas, mara } = stage;
    const [other] = await suggestChanges(jonas, { number, version: 2, pointer, text: "text two\nline two" });
    const both = [first.id, other?.id ?? ""].map((id) => codeOf(acceptSuggestion(mara, { number, id })));
    expect((await Promise.all(both)).toSorted()).toEqual(["fine", "invalid_state"]);
    // On request, the later decision replaces the earlier one.
    for (const id of [first.id, other?.id ?? ""]) await acceptSuggestion(mara, { number, id, instead: true });
    const { comments } = await getChangeRequestOrThrow(mara, number);
    expect(comments.map(({ suggestion }) => suggestion?.state)).toEqual(["declined", "accepted"]);
  });

  it("are merged with newer versions, and refused on a conflict", async () => {
    const { name, number, first } = await suggested("text 2!\nline two");
    const { mara, jonas } = stage;
    await acceptSuggestion(mara, { number, id: first.id });
    await saveVersion(jonas, { name, content: says("text 2\nline two\nby Jonas") });
    expect(await saveSuggestions(mara, { number })).toMatchObject({ version: 4 });
    expect(await textOf(name, 4)).toMatchObject({ content: "text 2!\nline two\nby Jonas" });

    const [again] = await suggestChanges(jonas, { number, version: 4, pointer, text: "TEXT\nline two\nby Jonas" });
    await acceptSuggestion(mara, { number, id: again?.id ?? "" });
    await saveVersion(jonas, { name, content: says("words\nline two\nby Jonas") });
    expect(await codeOf(saveSuggestions(mara, { number }))).toBe("merge_conflict");
  });
});

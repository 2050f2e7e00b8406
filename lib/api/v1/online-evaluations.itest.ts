import { expect, it } from "vitest";
import { createApiKey } from "@/lib/auth/commands/api-keys";
import { prisma } from "@/lib/core/db";
import { saveOnlineEvaluation } from "@/lib/evaluation/online/commands/save-online-evaluation";
import { createClient, describeOnMounts, inPath, mountBeforeAll } from "@/lib/testing/api";
import { createOnlineStage } from "@/lib/testing/online";
import { createTestMember } from "@/lib/testing/workspace";

describeOnMounts("online evaluations", ({ start }) => {
  const mount = mountBeforeAll(start);

  it("can be saved, read, listed and removed, and contain what was scored", async () => {
    const stage = await createOnlineStage();
    const client = createClient(mount.send, stage.workspace.manageKey);
    const at = `/prompts/${inPath(stage.name)}`;
    const online = `${at}/online-evaluations/production`;
    const polite = { id: "polite", name: "Polite", type: "contains", texts: ["please"] };
    const saved = await client.put(online, { sampleRate: 1, scorers: [polite] });
    expect(saved).toMatchObject({ status: 200, body: { isEnabled: true, minimumPerVersion: 200, dailyBudgetUsd: 5 } });
    expect(saved.body.scorers[0]).toMatchObject({ id: "polite", version: 1 });
    const stricter = await client.put(online, { sampleRate: 1, scorers: [{ ...polite, texts: ["thank you"] }] });
    expect(stricter.body.scorers[0].version).toBe(2);

    await stage.take(stage.interaction({ output: "No." }), stage.interaction({ output: "Yes, thank you." }));
    const read = await client.get(online);
    expect(read.body).toMatchObject({ sampledToday: 2, series: [{ metric: "scorer:polite", label: "Polite v2" }] });
    expect((await client.get(`${at}/online-evaluations`)).body.items).toEqual([read.body]);
    const answers = await client.get(`${at}/scored-answers?environment=production&metric=scorer:polite&limit=1`);
    expect(answers.body).toMatchObject({ items: [{ value: 0, passed: false, output: "No.", scorer: "Polite v2" }] });
    const next = await client.get(
      `${at}/scored-answers?environment=production&metric=scorer:polite&cursor=${answers.body.nextCursor}`,
    );
    expect(next.body).toMatchObject({ items: [{ value: 1, output: "Yes, thank you." }], nextCursor: null });
    const failed = `${at}/scored-answers?environment=production&metric=scorer:polite&failed=true&version=1`;
    expect((await client.get(failed)).body.items).toHaveLength(1);

    expect((await client.delete(online)).body).toMatchObject({ sampledToday: 2 });
    expect((await client.delete(online)).body.code).toBe("not_found");
    expect((await client.get(online)).body.code).toBe("not_found");
    const audit = await prisma().auditEvent.findMany({
      where: { workspaceId: stage.workspaceId, action: { startsWith: "online-evaluation." } },
      orderBy: { id: "asc" },
    });
    expect(audit.map(({ action }) => action)).toEqual([
      ...Array.from({ length: 3 }, () => "online-evaluation.save"),
      "online-evaluation.remove",
    ]);
    // A scorer that is added again gets a new version, because its old version may have measured differently.
    expect((await client.put(online, { scorers: [polite] })).body.scorers[0].version).toBe(3);
  });

  it("refuse scorers that do not work on live answers, with reasons", async () => {
    const stage = await createOnlineStage();
    const client = createClient(mount.send, stage.workspace.manageKey);
    const online = `/prompts/${inPath(stage.name)}/online-evaluations/production`;
    const fine = { id: "fine", name: "Length", type: "length", max: 100 };
    const types = ["exact", "numeric", "json_equality", "similarity", "contains", "agreement"];
    for (const type of types) {
      const answer = await client.put(online, { scorers: [fine, { id: "odd", name: "Odd one", type }] });
      expect(answer).toMatchObject({ status: 422, body: { code: "invalid_request" } });
      expect(answer.body.detail).toContain("Odd one");
      expect(answer.body.errors).toMatchObject([{ pointer: "/scorers/1/type" }]);
    }
    const code = async (body: object) => (await client.put(online, body)).body.code;
    expect(await code({ sampleRate: 2 })).toBe("number_out_of_range");
    expect(await code({ dailyBudgetUsd: 0 })).toBe("number_out_of_range");
    expect(await code({ rate: 0.1 })).toBe("unrecognized_keys");
    expect((await client.put(online.replace("production", "nowhere"), {})).body.code).toBe("not_found");
    const answers = `/prompts/${inPath(stage.name)}/scored-answers`;
    const codeFor = async (query: string) => (await client.get(`${answers}?${query}`)).body.code;
    expect(await codeFor("environment=production")).toBe("invalid_request");
    expect(await codeFor("environment=production&metric=taste")).toBe("invalid_request");
    expect(await codeFor("environment=production&metric=thumbs&version=x")).toBe("invalid_id");
    expect(await codeFor("environment=production&metric=thumbs&cursor=x")).toBe("invalid_cursor");
    expect(await codeFor("environment=nowhere&metric=thumbs")).toBe("not_found");
  });

  it("require the permission to set guards in the environment", async () => {
    const { workspaceId, owner, name, environment } = await createOnlineStage();
    const editor = await createTestMember(workspaceId, "editor");
    await expect(saveOnlineEvaluation(editor, { name, environment })).rejects.toMatchObject({ code: "forbidden" });
    const publisher = await createTestMember(workspaceId, "publisher");
    await expect(saveOnlineEvaluation(publisher, { name, environment })).resolves.toMatchObject({ isEnabled: true });
    const client = createClient(mount.send, await stagingKey(owner));
    const refused = await client.put(`/prompts/${inPath(name)}/online-evaluations/production`, {});
    expect(refused).toMatchObject({ status: 403, body: { code: "environment_not_allowed" } });
    const texts = await client.get(`/prompts/${inPath(name)}/scored-answers?environment=production&metric=thumbs`);
    expect(texts).toMatchObject({ status: 403, body: { code: "environment_not_allowed" } });
  });
});

async function stagingKey(owner: Parameters<typeof createApiKey>[0]): Promise<string> {
  const { key } = await createApiKey(owner, { name: "staging", scope: "manage", environments: ["staging"] });
  return key;
}

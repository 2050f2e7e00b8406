import papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { downloadAudit } from "@/lib/api/downloads";
import { prisma } from "@/lib/core/db";
import { createClient, describeOnMounts, mountWithWorkspace } from "@/lib/testing/api";
import { createTestMember, createTestWorkspace } from "@/lib/testing/workspace";

const many = 1_203;

describeOnMounts("the audit log's export", async ({ name, start }) => {
  const { send, workspace, manage } = await mountWithWorkspace(start);
  beforeAll(async () => {
    const base = Date.now() - 3_600_000;
    await prisma().auditEvent.createMany({
      data: Array.from({ length: many }, (_, index) => ({
        workspaceId: workspace.workspaceId,
        actorKind: "user" as const,
        actorId: workspace.owner.userId,
        actorName: "=cmd()",
        action: "test.event",
        targetKind: "test",
        targetId: `${index}`,
        targetName: `thing ${index}`,
        at: new Date(base + Math.floor(index / 3)),
      })),
    });
  });

  it("contains every event once, newest first, in both formats", async () => {
    const csv = await manage.get("/audit/export?format=csv&action=test.event");
    expect(csv.headers.get("content-type")).toContain("text/csv");
    expect(csv.headers.get("content-disposition")).toMatch(/^attachment; filename="audit-.*\.csv"$/);
    const rows = papa.parse<Record<string, string>>(csv.text, { header: true, skipEmptyLines: true }).data;
    expect(new Set(rows.map((row) => row.target_id)).size).toBe(many);
    expect(rows).toHaveLength(many);
    expect(rows[0]?.actor_name).toBe("'=cmd()");
    const times = rows.map(({ at }) => at ?? "");
    expect(times).toEqual(times.toSorted().toReversed());
    const lines = (await manage.get("/audit/export?format=jsonl&action=test.event")).text.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).target.id)).toEqual(rows.map((row) => row.target_id));
  });

  it("applies the filters of the list", async () => {
    const only = (query: string) => manage.get(`/audit/export?format=jsonl&${query}`);
    const count = async (query: string) => (await only(query)).text.split("\n").filter(Boolean).length;
    expect(await count("target=THING 120")).toBe(4); // 120, 1200, 1201, 1202
    expect(await count("target=%25")).toBe(0);
    expect(await count("action=none.such")).toBe(0);
    expect(await count(`actorId=${workspace.owner.userId}&action=test.event`)).toBe(many);
    expect(await count("from=2090-01-01T00:00:00Z")).toBe(0);
    expect((await manage.get("/audit/export?format=xml")).status).toBe(422);
    expect((await manage.get("/audit/export")).status).toBe(422);
  });

  // Over a socket, a file of this size is complete before it is read.
  const itInside = name === "inside Next" ? it : () => {};
  itInside("a key downloads four files at the same time", async () => {
    const init = { headers: { authorization: `Bearer ${workspace.manageKey}` } };
    const open = () => send("/api/v1/audit/export?format=csv&action=test.event", init);
    const running = await Promise.all([open(), open(), open(), open()]);
    expect(running.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const refused = await manage.get("/audit/export?format=csv");
    expect([refused.status, refused.body.detail]).toEqual([
      429,
      "This key is downloading 4 files already. Wait until one is complete.",
    ]);
    expect((await manage.get("/audit?limit=1")).status).toBe(200);
    await running[0]?.body?.cancel();
    expect((await running[1]?.text())?.length).toBeGreaterThan(10_000);
    for (let n = 0; n < 9; n++)
      expect((await manage.get("/audit/export?format=csv&action=none.such")).status).toBe(200);
    await Promise.all([running[2], running[3]].map((answer) => answer?.body?.cancel()));
  });

  it("is refused for runtime keys, and contains no events of other workspaces", async () => {
    const runtime = createClient(send, workspace.runtimeKeys.production);
    expect((await runtime.get("/audit/export?format=csv")).body.code).toBe("insufficient_scope");
    const stranger = await createTestWorkspace();
    const theirs = await createClient(send, stranger.manageKey).get("/audit/export?format=csv");
    expect(theirs.text).not.toContain("thing");
  });
});

describe("the download", () => {
  it("requires an admin or owner of the workspace", async () => {
    const workspace = await createTestWorkspace();
    const admin = await createTestMember(workspace.workspaceId, "admin");
    const publisher = await createTestMember(workspace.workspaceId, "publisher");
    const ask = (actor: typeof admin | null, query = "format=csv") =>
      downloadAudit(
        new Request(`http://localhost/api/audit/${workspace.slug}?${query}`),
        { params: Promise.resolve({ workspace: workspace.slug }) },
        async () => actor,
      );
    expect((await ask(null)).status).toBe(401);
    expect((await ask(publisher)).status).toBe(403);
    expect((await ask(admin, "format=csv&limit=1")).status).toBe(422);
    const file = await ask(admin);
    expect(file.status).toBe(200);
    expect(Buffer.from(await file.arrayBuffer()).subarray(0, 6)).toEqual(Buffer.from("\uFEFFat,"));
  });
});

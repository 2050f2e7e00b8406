import { expect, test } from "vitest";
import { deleteDueWorkspaces, deleteWorkspace } from "@/lib/auth/commands/workspaces";
import { getMemberActor, listMembershipsOf } from "@/lib/auth/queries/memberships";
import { openSession } from "@/lib/auth/sessions/open-session";
import { prisma, transaction } from "@/lib/core/db";
import { subscribe } from "@/lib/core/publish";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { askForDemo, demosTopic, fillDemos } from "./commands";
import { findOwnDemo } from "./queries";
import { seedPrompts } from "./write";

/** Writes only people and prompts. A server start and a browser test write the whole demo. */
const fillSome = () => fillDemos(soon(), seedPrompts);
const soon = () => Date.now() + 60_000;

async function newPerson() {
  const { owner } = await createTestWorkspace();
  return { userId: owner.userId, name: owner.name, email: "ada@example.test" };
}

test("a person has one demo, also with repeated requests; its other members cannot sign in, and it is deleted completely", async () => {
  const [person, other] = [await newPerson(), await newPerson()];
  const woken: string[] = [];
  const stop = subscribe(demosTopic, (slug) => woken.push(slug));
  const created = await Promise.all([askForDemo(person), askForDemo(person), askForDemo(person)]);
  stop();
  const [{ slug }] = created;
  expect(woken).toEqual([slug]); // the worker is woken immediately
  expect(created).toEqual(created.map(() => ({ slug, isReady: false })));
  expect(await getMemberActor(person.userId, slug)).toBeNull();

  // Simulates the leftovers of an interrupted run.
  const { id: workspaceId } = await prisma().workspace.findUniqueOrThrow({ where: { slug } });
  await prisma().prompt.create({ data: { workspaceId, name: "half/written" } });
  await askForDemo(other);
  // Another test file may request a demo at the same time. It is filled here too.
  const rounds = await Promise.all([fillSome(), fillSome()]);
  expect(rounds.map(({ failed }) => failed)).toEqual([0, 0]);
  expect(await askForDemo(person)).toEqual({ slug, isReady: true });
  expect((await askForDemo(other)).isReady).toBe(true);

  const owner = await getMemberActor(person.userId, slug);
  expect(owner?.role).toBe("owner");
  expect((await listMembershipsOf(other.userId)).map((one) => one.slug)).not.toContain(slug);
  const members = await prisma().member.findMany({ where: { workspaceId, userId: { not: person.userId } } });
  expect(members.map(({ role }) => role).sort()).toEqual(["admin", "admin", "editor", "publisher", "publisher"]);
  const client = { userAgent: "", address: "" };
  for (const { userId } of members)
    expect(await transaction((tx) => openSession(tx, { userId, method: "password", client }))).toBeNull();
  const names = await prisma().prompt.findMany({ where: { workspaceId }, select: { name: true } });
  expect(names.map(({ name }) => name)).not.toContain("half/written");
  expect(names.length).toBeGreaterThan(10);
  const made = await prisma().auditEvent.findMany({ where: { workspaceId, action: "workspace.create" } });
  expect(made.map(({ actorId }) => actorId)).toEqual([person.userId]);

  if (!owner) throw new Error("The person is no member.");
  await deleteWorkspace(owner, { slug });
  expect(await findOwnDemo(person)).toBeNull();
  const [next] = await Promise.all([askForDemo(person), askForDemo(person)]);
  expect(next.slug).not.toBe(slug);
  expect(await findOwnDemo(person)).toEqual({ slug: next.slug, isReady: false });
  await prisma().workspace.delete({ where: { slug: next.slug } });
  await prisma().$executeRaw`update workspaces set deletion_at = clock_timestamp() where slug = ${slug}`;
  await deleteDueWorkspaces(soon());
  expect(await findOwnDemo(person)).toBeNull();
  expect(await prisma().user.count({ where: { id: { in: members.map(({ userId }) => userId) } } })).toBe(0);
  expect(await prisma().user.count({ where: { id: person.userId } })).toBe(1);
});

test("a person with four demos, deleted or kept, gets no further one", async () => {
  const person = await newPerson();
  const soon = new Date(Date.now() + 86_400_000);
  for (const [number, deletionAt] of [null, soon, soon].entries()) {
    const slug = `fernway-demo-${person.userId.slice(-8)}-${number}`;
    const members = { create: { userId: person.userId, role: "owner" as const } };
    await prisma().workspace.create({ data: { name: "Fernway demo", slug, deletionAt, members } });
  }
  const { slug } = await askForDemo(person);
  await prisma().workspace.update({
    where: { slug },
    data: { deletionAt: soon, members: { create: { userId: person.userId, role: "owner" } } },
  });
  await expect(askForDemo(person)).rejects.toMatchObject({ code: "invalid_state" });
  await prisma().workspace.delete({ where: { slug } });
});

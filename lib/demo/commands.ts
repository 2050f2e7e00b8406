import { randomInt } from "node:crypto";
import { type Person, personRecord, type UserActor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { isDatabaseUnavailable, isUniqueViolation } from "@/lib/core/database-errors";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { logger } from "@/lib/core/logger";
import { publish } from "@/lib/core/publish";
import { uuidV7 } from "@/lib/core/uuid";
import { insertWorkspace } from "@/lib/registry/commands/create-workspace";
import { writeFernway } from "./fernway";
import { findOwnDemo, type OwnDemo } from "./queries";
import { people } from "./types";

/**
 * The time before the deadline at which the last workspace is started. Filling one takes seconds, more on a slow
 * machine.
 */
const fillMs = 30_000;
const fillUntil = Prisma.sql`clock_timestamp() + interval '3 minutes'`;
/** Published when a person requests a demo workspace. */
export const demosTopic = "demos";
const name = "Fernway demo";
const letters = "abcdefghijkmnpqrstuvwxyz23456789";
const slugPrefix = "fernway-demo-";
/** Each demo takes seconds to fill, and stays for a week after its owner deletes it. */
const mostDemos = 4;
const newSlug = () =>
  `${slugPrefix}${Array.from({ length: 6 }, () => letters[randomInt(letters.length)] as string).join("")}`;

const recordMaking = (tx: Transaction, id: string, person: Pick<Person, "userId" | "name">) =>
  recordAudit(tx, { workspaceId: id, record: personRecord(person) }, "workspace.create", { id, name });

/**
 * Requests a demo workspace of the person's own. The job "demo" fills it. A person has at most one: a second request
 * returns it. It is deleted like every workspace. Throws 409 `invalid_state` for a person with
 * four, including deleted ones that are still there.
 */
export async function askForDemo(person: Person): Promise<OwnDemo> {
  const existing = await findOwnDemo(person);
  if (existing) return existing;
  const members = { some: { userId: person.userId, role: "owner" } } as const;
  if ((await prisma().workspace.count({ where: { slug: { startsWith: slugPrefix }, members } })) >= mostDemos)
    throw new AppError(
      "invalid_state",
      "You have four demo workspaces, including those that will be deleted. Delete one, or wait until one is gone.",
    );
  const slug = newSlug();
  try {
    await transaction(async (tx) => {
      // A demo that is due for deletion does not count. If its owner cancels the deletion, it is kept as an ordinary
      // workspace.
      const going = { demoForId: person.userId, deletionAt: { not: null } };
      await tx.workspace.updateMany({ where: going, data: { demoForId: null } });
      const data = { name, slug, isReady: false, demoForId: person.userId };
      const { id } = await tx.workspace.create({ data });
      await recordMaking(tx, id, person);
    });
  } catch (error) {
    const first = isUniqueViolation(error) ? await findOwnDemo(person) : null;
    if (!first) throw error;
    return first;
  }
  publish(demosTopic, slug);
  return { slug, isReady: false };
}

type RequestedDemo = { id: string; slug: string; userId: string; name: string };

/** Claims the oldest requested workspace that no other process is filling. */
async function claim(): Promise<RequestedDemo | null> {
  const [requested] = await prisma().$queryRaw<RequestedDemo[]>`
    update workspaces w set fill_until = ${fillUntil} from users u
    where u.id = w.demo_for_id and w.id = (
      select id from workspaces
      where not is_ready and demo_for_id is not null and (fill_until is null or fill_until < clock_timestamp())
      order by id limit 1 for update skip locked)
    returning w.id, w.slug, u.id as "userId", u.name`;
  return requested ?? null;
}

/**
 * Fills requested demo workspaces, oldest first. One that cannot be filled is deleted, and its owner can request it
 * again.
 */
export async function fillDemos(deadlineAt: number, write = writeFernway): Promise<{ filled: number; failed: number }> {
  const counts = { filled: 0, failed: 0 };
  while (deadlineAt - Date.now() > fillMs) {
    const requested = await claim();
    if (!requested) break;
    try {
      await fill(requested, write);
      counts.filled++;
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error; // another run starts again
      logger().error({ err: error, workspaceId: requested.id }, "a demo workspace could not be filled");
      await prisma().workspace.deleteMany({ where: { id: requested.id, isReady: false } });
      counts.failed++;
    }
  }
  return counts;
}

/**
 * Starts from the beginning, because an earlier run may have been interrupted. Members are added after everything is
 * written.
 */
async function fill({ id, slug, ...person }: RequestedDemo, write: typeof writeFernway): Promise<void> {
  const mailDomain = `${slug}.invalid`;
  const priya = await transaction(async (tx) => {
    await tx.workspace.deleteMany({ where: { id, isReady: false } });
    const userId = uuidV7();
    await tx.user.create({ data: { id: userId, name: people.priya.name, email: `priya@${mailDomain}` } });
    await insertWorkspace({ id, name, slug, ownerId: userId, isReady: false, demoForId: person.userId }, tx);
    await tx.$executeRaw`update workspaces set fill_until = ${fillUntil} where id = ${id}::uuid`;
    await tx.user.update({ where: { id: userId }, data: { demoOfId: id } });
    return { kind: "user", workspaceId: id, userId, name: people.priya.name, role: "owner" } satisfies UserActor;
  });
  await write(priya, { mailDomain, isOwn: true }, person);
  await transaction(async (tx) => {
    await tx.member.updateMany({ where: { workspaceId: id, userId: priya.userId }, data: { role: "admin" } });
    await tx.member.create({ data: { workspaceId: id, userId: person.userId, role: "owner" } });
    await recordMaking(tx, id, person);
    await tx.workspace.update({ where: { id }, data: { isReady: true } });
  });
}

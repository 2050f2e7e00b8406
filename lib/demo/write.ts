import type { UserActor } from "@/lib/auth/actor";
import { type Transaction, transaction } from "@/lib/core/db";
import type { Prisma, ReleaseKind, Role } from "@/lib/core/generated/prisma/client";
import { uuidV7 } from "@/lib/core/uuid";
import { prepareContent } from "@/lib/registry/commands/insert-version";
import { versionStatus } from "@/lib/registry/lifecycle";
import type { PreparedContent } from "@/lib/registry/prepare";
import { checkoutPrompts } from "./checkout";
import { copyId, demoCopies, parentOf } from "./copies";
import { daysBefore, joinedDaysAgo, seedMembers } from "./members";
import { seedReviews } from "./review";
import { searchPrompts } from "./search";
import { sharedPrompts } from "./snippets";
import { supportPrompts } from "./support";
import { type Cast, type DemoMove, type DemoPrompt, type Person, people } from "./types";

type Environment = { id: string; name: string; stage: "development" | "testing" | "production" };
type Author = { authorKind: "user"; authorId: string; authorName: string };

const roles: Record<Person, Role> = {
  priya: "owner",
  mara: "editor",
  aiko: "publisher",
  jonas: "publisher",
  tomas: "admin",
};

/** Writes Fernway's people and all prompts, snippets first, with versions and releases of the last months. */
export async function seedPrompts(owner: UserActor, { mailDomain, isOwn }: Cast): Promise<void> {
  const { workspaceId } = owner;
  const now = Date.now();
  const { ids, environments } = await transaction(async (tx) => ({
    ids: await addPeople(tx, owner, { mailDomain, isOwn }, now),
    environments: await tx.environment.findMany({ where: { workspaceId }, orderBy: { position: "asc" } }),
  }));
  for (const prompt of [...sharedPrompts, ...supportPrompts, ...checkoutPrompts, ...searchPrompts]) {
    const prepared: PreparedContent[] = [];
    for (const { content } of prompt.versions) prepared.push(await prepareContent(owner, prompt.name, content));
    const write = new PromptWriter(workspaceId, prompt, ids, environments, now);
    await transaction((tx) => write.all(tx, prepared));
  }
  await seedReviews({ workspaceId, ids, now });
  await seedMembers({ workspaceId, ids, now, mailDomain, isOwn });
}

async function addPeople(
  tx: Transaction,
  owner: UserActor,
  { mailDomain, isOwn }: Cast,
  now: number,
): Promise<Record<Person, string>> {
  const ids = { priya: owner.userId } as Record<Person, string>;
  for (const [key, { name }] of Object.entries(people) as [Person, (typeof people)[Person]][]) {
    if (key === "priya") continue;
    const { id } = await tx.user.create({
      data: { name, email: `${key}@${mailDomain}`, ...(isOwn && { demoOfId: owner.workspaceId }) },
    });
    const createdAt = daysBefore(now, joinedDaysAgo[key]);
    await tx.member.create({ data: { workspaceId: owner.workspaceId, userId: id, role: roles[key], createdAt } });
    ids[key] = id;
  }
  return ids;
}

/** Returns all releases, including implied ones: to development on saving, and to staging before production. */
function allMoves({ versions, moves }: DemoPrompt): DemoMove[] {
  const saved = versions.flatMap(({ daysAgo, by, message, copy }, index): DemoMove[] =>
    copy === undefined ? [{ daysAgo, environment: "development", to: index + 1, by, reason: message }] : [],
  );
  const wasStaged = ({ to }: DemoMove) => moves.some((move) => move.environment === "staging" && move.to === to);
  const released = moves.filter(({ environment, kind }) => environment === "production" && kind !== "rollback");
  const staged = released
    .filter((move) => !wasStaged(move))
    .map((move): DemoMove => {
      const savedAt = versions[move.to - 1]?.daysAgo ?? move.daysAgo;
      return {
        ...move,
        environment: "staging",
        daysAgo: (savedAt + move.daysAgo) / 2,
        reason: "Read some answers first",
      };
    });
  return [...moves, ...saved, ...staged];
}

class PromptWriter {
  readonly #promptId = uuidV7();

  constructor(
    readonly workspaceId: string,
    readonly prompt: DemoPrompt,
    readonly ids: Record<Person, string>,
    readonly environments: readonly Environment[],
    readonly now: number,
  ) {}

  #ago(days: number): Date {
    return new Date(this.now - days * 86_400_000);
  }

  async all(tx: Transaction, prepared: readonly PreparedContent[]): Promise<void> {
    const { workspaceId, prompt } = this;
    const versions = this.versionRows(prepared);
    const releases = this.releaseRows();
    const deployments = this.environments.flatMap((environment) => this.#deployment(environment, releases, versions));
    for (const version of versions) version.status = this.#status(version, releases, deployments);
    const first = prompt.versions[0];
    const latestVersion = prompt.versions.findLastIndex(({ copy }) => copy === undefined) + 1;
    const changes = [...prompt.versions, ...prompt.moves].map(({ daysAgo }) => daysAgo);
    await tx.prompt.create({
      data: {
        id: this.#promptId,
        workspaceId,
        name: prompt.name,
        description: prompt.description,
        tags: prompt.tags,
        ownerId: this.ids[prompt.owner],
        latestVersion,
        lastNumber: versions.length,
        createdAt: this.#ago(first?.daysAgo ?? 0),
        updatedAt: this.#ago(Math.min(...changes)),
      },
    });
    await tx.draftCopy.createMany({ data: demoCopies(this.#promptId, this, (days) => this.#ago(days)) });
    await tx.version.createMany({ data: versions });
    await tx.release.createMany({ data: releases });
    await tx.deployment.createMany({ data: deployments });
    await tx.auditEvent.createMany({ data: [...this.#versionAudit(versions), ...this.#releaseAudit(releases)] });
  }

  versionRows(prepared: readonly PreparedContent[]) {
    return this.prompt.versions.map(({ daysAgo, by, message, merges, copy }, index) => {
      const { content, expanded, contentHash } = prepared[index] as PreparedContent;
      const author: Author = { authorKind: "user", authorId: this.ids[by], authorName: people[by].name };
      return {
        id: uuidV7(),
        workspaceId: this.workspaceId,
        promptId: this.#promptId,
        number: index + 1,
        ...author,
        content: content as Prisma.InputJsonValue,
        ...(expanded && { expanded: expanded as Prisma.InputJsonValue }),
        contentHash,
        message,
        parentNumber: parentOf(this.prompt, index),
        createdAt: this.#ago(daysAgo),
        ...(merges !== undefined && { mergedNumber: merges }),
        ...(copy !== undefined && { draftCopyId: copyId(this.#promptId, copy) }),
        status: "draft" as ReturnType<typeof versionStatus>,
      };
    });
  }

  releaseRows() {
    const at = new Map<string, { version: number; revision: number }>();
    return allMoves(this.prompt)
      .toSorted((a, b) => b.daysAgo - a.daysAgo)
      .map(({ daysAgo, to, environment, by, reason, kind = "promote" }) => {
        const before = at.get(environment);
        const revision = (before?.revision ?? 0) + 1;
        at.set(environment, { version: to, revision });
        return {
          id: uuidV7(),
          workspaceId: this.workspaceId,
          promptId: this.#promptId,
          revision,
          reason,
          at: this.#ago(daysAgo),
          environmentId: this.#environment(environment).id,
          kind: kind as ReleaseKind,
          fromVersion: before?.version ?? null,
          toVersion: to,
          actorKind: "user" as const,
          actorId: this.ids[by],
          actorName: people[by].name,
        };
      });
  }

  #environment(name: string): Environment {
    const found = this.environments.find((environment) => environment.name === name);
    if (!found) throw new Error(`The demo names an environment that is not there: ${name}`);
    return found;
  }

  #deployment(
    { id }: Environment,
    releases: ReturnType<PromptWriter["releaseRows"]>,
    versions: ReturnType<PromptWriter["versionRows"]>,
  ) {
    const last = releases.findLast((release) => release.environmentId === id);
    const version = versions.find(({ number }) => number === last?.toVersion);
    if (!last || !version) return [];
    const key = { promptId: this.#promptId, environmentId: id, workspaceId: this.workspaceId };
    return [{ ...key, versionId: version.id, revision: last.revision, since: last.at }];
  }

  #status(
    { id, number }: { id: string; number: number },
    releases: readonly { toVersion: number; environmentId: string }[],
    deployments: readonly { versionId: string; environmentId: string }[],
  ) {
    const stageOf = (environmentId: string) =>
      this.environments.find((one) => one.id === environmentId)?.stage ?? "development";
    return versionStatus({
      liveStages: deployments
        .filter(({ versionId }) => versionId === id)
        .map(({ environmentId }) => stageOf(environmentId)),
      wasReleased: releases.some(
        ({ toVersion, environmentId }) => toVersion === number && stageOf(environmentId) !== "development",
      ),
    });
  }

  #versionAudit(versions: ReturnType<PromptWriter["versionRows"]>) {
    return versions.map(({ authorId, authorName, number, message, createdAt }) => ({
      ...this.#audit(authorId, authorName, number === 1 ? "prompt.create" : "version.create", createdAt),
      data: { version: number, message },
    }));
  }

  #releaseAudit(releases: ReturnType<PromptWriter["releaseRows"]>) {
    return releases.map(({ actorId, actorName, kind, environmentId, fromVersion, toVersion, reason, at }) => {
      const environment = this.environments.find(({ id }) => id === environmentId)?.name ?? "";
      return {
        ...this.#audit(actorId, actorName, kind === "promote" ? "version.promote" : "version.rollback", at),
        data: { environment, from: fromVersion, to: toVersion, reason },
      };
    });
  }

  #audit(actorId: string, actorName: string, action: string, at: Date) {
    const target = { targetKind: "prompt", targetId: this.#promptId, targetName: this.prompt.name };
    return { workspaceId: this.workspaceId, actorKind: "user" as const, actorId, actorName, action, ...target, at };
  }
}

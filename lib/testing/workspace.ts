import type { KeyActor, UserActor } from "@/lib/auth/actor";
import { keyScopeRights } from "@/lib/auth/authorize";
import { createApiKey } from "@/lib/auth/commands/api-keys";
import { prisma } from "@/lib/core/db";
import type { Role } from "@/lib/core/generated/prisma/enums";
import { insertWorkspace } from "@/lib/registry/commands/create-workspace";

export type TestWorkspace = {
  workspaceId: string;
  slug: string;
  environments: { development: string; staging: string; production: string };
  owner: UserActor;
  manageKey: string;
  runtimeKeys: { development: string; staging: string; production: string };
};

let minted = 0;
const unique = () => `t${process.pid.toString(36)}${Date.now().toString(36)}${(minted++).toString(36)}`;

/** Creates a workspace for one test, with the default environments, an owner, a manage key and runtime keys. */
export async function createTestWorkspace(): Promise<TestWorkspace> {
  const slug = unique();
  const user = await prisma().user.create({ data: { email: `${slug}@example.test`, name: "Test Owner" } });
  const { id: workspaceId, environments } = await insertWorkspace({ name: slug, slug, ownerId: user.id });
  const owner: UserActor = { kind: "user", workspaceId, userId: user.id, name: user.name, role: "owner" };
  const idOf = (name: string) => environments.find((environment) => environment.name === name)?.id ?? "";
  const runtimeKey = async (environment: string) =>
    (await createApiKey(owner, { name: `runtime ${environment}`, scope: "runtime", environments: [environment] })).key;
  return {
    workspaceId,
    slug,
    environments: { development: idOf("development"), staging: idOf("staging"), production: idOf("production") },
    owner,
    manageKey: (
      await createApiKey(owner, {
        name: "manage",
        scope: "manage",
        environments: "all",
        rights: [...keyScopeRights.manage],
      })
    ).key,
    runtimeKeys: {
      development: await runtimeKey("development"),
      staging: await runtimeKey("staging"),
      production: await runtimeKey("production"),
    },
  };
}

/** Returns the actor of a key with access to these environments. Default: a manage key. */
export function keyActorFor(
  { workspaceId }: Pick<TestWorkspace, "workspaceId">,
  environments: KeyActor["environments"],
  more: Partial<KeyActor> = {},
): KeyActor {
  const plain = { kind: "key", name: "ci", scope: "manage", requestsPerMinute: null } as const;
  return { ...plain, workspaceId, keyId: crypto.randomUUID(), environments, ...more };
}

/** Creates a member of the workspace with this role. */
export async function createTestMember(workspaceId: string, role: Role): Promise<UserActor> {
  const name = `Test ${role}`;
  const user = await prisma().user.create({ data: { email: `${unique()}@example.test`, name } });
  await prisma().member.create({ data: { workspaceId, userId: user.id, role } });
  return { kind: "user", workspaceId, userId: user.id, name, role };
}

import type { KeyActor, UserActor } from "@/lib/auth/actor";
import { recordAudits } from "@/lib/auth/audit";
import { keyScopeRights } from "@/lib/auth/authorize";
import { keyLabel } from "@/lib/auth/commands/api-key-record";
import { hashKey, keyPrefix, mintKey } from "@/lib/auth/key-format";
import { defaultRights } from "@/lib/auth/key-rights";
import { prisma, transaction } from "@/lib/core/db";
import type { Environment, Prisma } from "@/lib/core/generated/prisma/client";
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

type Key = Prisma.ApiKeyCreateManyInput & { id: string; key: string };

function keyOf({ workspaceId, userId }: UserActor, environment: Environment | null): Key {
  const scope = environment ? "runtime" : "manage";
  const key = mintKey(keyLabel(scope, environment ? [environment] : []));
  return {
    key,
    id: crypto.randomUUID(),
    workspaceId,
    name: environment ? `runtime ${environment.name}` : "manage",
    scope,
    prefix: keyPrefix(key),
    hash: hashKey(key),
    allEnvironments: !environment,
    environmentIds: environment ? [environment.id] : [],
    rights: environment ? defaultRights(scope) : [...keyScopeRights.manage],
    createdByName: "Test Owner",
    ownerId: userId,
  };
}

/** Creates the keys together, which takes a quarter of the time of `createApiKey`. Most tests begin with them. */
async function createKeys(owner: UserActor, environments: readonly Environment[]): Promise<Key[]> {
  const keys = [null, ...environments].map((environment) => keyOf(owner, environment));
  await transaction(async (tx) => {
    await tx.apiKey.createMany({ data: keys.map(({ key: _, ...row }) => row) });
    await recordAudits(
      tx,
      owner,
      keys.map(({ id, name }) => ({ action: "key.create", target: { id, name } })),
    );
  });
  return keys;
}

/** Creates a workspace for one test, with the default environments, an owner, a manage key and runtime keys. */
export async function createTestWorkspace(): Promise<TestWorkspace> {
  const slug = unique();
  const user = await prisma().user.create({ data: { email: `${slug}@example.test`, name: "Test Owner" } });
  const { id: workspaceId, environments } = await insertWorkspace({ name: slug, slug, ownerId: user.id });
  const owner: UserActor = { kind: "user", workspaceId, userId: user.id, name: user.name, role: "owner" };
  const keys = await createKeys(owner, environments);
  const idOf = (name: string) => environments.find((environment) => environment.name === name)?.id ?? "";
  const keyNamed = (name: string) => keys.find((each) => each.name === name)?.key ?? "";
  return {
    workspaceId,
    slug,
    environments: { development: idOf("development"), staging: idOf("staging"), production: idOf("production") },
    owner,
    manageKey: keyNamed("manage"),
    runtimeKeys: {
      development: keyNamed("runtime development"),
      staging: keyNamed("runtime staging"),
      production: keyNamed("runtime production"),
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

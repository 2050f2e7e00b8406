import { expect, test } from "vitest";
import type { UserActor } from "@/lib/auth/actor";
import { dropRefusalOf, movesOf } from "./prompt-moves";
import type { EnvironmentView } from "./queries/environments";
import type { PromptView } from "./queries/prompts";

const actor = (role: UserActor["role"]): UserActor => ({
  kind: "user",
  workspaceId: "w",
  userId: "u",
  name: "Ana",
  role,
});
const environment = (name: string, stage: EnvironmentView["stage"], position: number, requiredApprovals = 0) =>
  ({ id: name, name, stage, position, isProtected: stage === "production", requiredApprovals }) as EnvironmentView;
const environments = [
  environment("production", "production", 0, 1),
  environment("development", "development", 1),
  environment("staging", "testing", 2),
];
const prompt = (live: Record<string, { version: number; revision: number }>) =>
  ({
    deployments: Object.entries(live).map(([name, one]) => ({ environment: name, ...one })),
  }) as unknown as PromptView;
const released = prompt({
  development: { version: 5, revision: 1 },
  staging: { version: 5, revision: 3 },
  production: { version: 4, revision: 1 },
});

test("a version moves on from the environment before, production last", () => {
  expect(movesOf(actor("publisher"), released, environments)).toEqual([
    { environment: "development", version: null, live: 5, needsReview: false, canRollBack: false },
    { environment: "staging", version: null, live: 5, needsReview: false, canRollBack: true },
    { environment: "production", version: 5, live: 4, needsReview: true, canRollBack: false },
  ]);
});

test("an editor asks for a review where the environment is protected, and a viewer moves nothing", () => {
  const [, , production] = movesOf(actor("editor"), prompt({ staging: { version: 2, revision: 1 } }), environments);
  expect(production).toMatchObject({ version: 2, live: null, needsReview: true, canRollBack: false });
  expect(movesOf(actor("viewer"), released, environments)).toEqual([]);
});

test("a prompt is dropped only by those who may release where it is live", () => {
  expect(dropRefusalOf(actor("editor"), released, environments)).toBe(
    "It is live in production, where your role, editor, may not release. Ask a publisher.",
  );
  expect(dropRefusalOf(actor("publisher"), released, environments)).toBeNull();
  expect(dropRefusalOf(actor("editor"), prompt({ staging: { version: 2, revision: 1 } }), environments)).toBeNull();
});

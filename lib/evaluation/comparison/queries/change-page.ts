import type { UserActor } from "@/lib/auth/actor";
import { can } from "@/lib/auth/authorize";
import { listPeople, type PersonView } from "@/lib/auth/queries/people";
import { capitalize } from "@/lib/core/words";
import type { ChangeRequestDetail } from "@/lib/registry/change-request-views";
import type { DiffSection } from "@/lib/registry/diff-lines";
import { toSections } from "@/lib/registry/diff-sections";
import { getGateResult } from "@/lib/registry/gate/queries/results";
import type { GateResult } from "@/lib/registry/gate/result";
import type { LaneData } from "@/lib/registry/lanes";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { getPromptOrThrow } from "@/lib/registry/queries/prompts";
import { diffWithin, getVersionOrThrow, listVersions } from "@/lib/registry/queries/versions";
import { archivedRefusal, roleRefusal } from "@/lib/registry/release-words";
import { decisionRefusal } from "@/lib/registry/reviews-state";
import { suggestibleTexts } from "@/lib/registry/reviews-suggestions";
import { decisionRefusalWords } from "@/lib/registry/reviews-words";
import type { Content } from "@/lib/template/content";
import { type BeforeAfter, getBeforeAfter } from "./before-after";

/** A version that can replace the one under review. */
export type NewerVersion = { version: number; message: string; author: string };

/** What the viewer may do, and the reasons for what they may not do. */
export type Rights = {
  me: { kind: "user"; id: string; name: string };
  /** Why the viewer may not approve or request changes. Null if they may. */
  decisionRefusal: string | null;
  /** Why the viewer may not release. Null if they may, unless something else blocks the release. */
  releaseRefusal: string | null;
  canWrite: boolean;
  canEvaluate: boolean;
  canOverride: boolean;
};

export type ChangePage = {
  summary: string;
  sections: DiffSection[];
  /** The texts of the version under review that accept suggestions, by JSON pointer. */
  texts: Record<string, string>;
  newer: NewerVersion[];
  lane: LaneData;
  /** The result of the environment's gate. Null if there is no gate. */
  gate: GateResult | null;
  rights: Rights;
  /** A few cases answered by both versions. Null if no version is live to compare with. */
  beforeAfter: BeforeAfter | null;
  /** All members of the workspace. */
  people: PersonView[];
};

const newerRead = 50;

/** Loads everything that the page of a change request shows besides the change request itself. */
export async function loadChangePage(actor: UserActor, request: ChangeRequestDetail): Promise<ChangePage> {
  const { prompt: name, version, baseVersion } = request;
  const [after, before, versions, environments, prompt, gate, people, beforeAfter] = await Promise.all([
    getVersionOrThrow(actor, name, version),
    baseVersion === null ? null : getVersionOrThrow(actor, name, baseVersion),
    listVersions(actor, name, { limit: newerRead, draftCopy: "main" }),
    listEnvironments(actor),
    getPromptOrThrow(actor, name),
    getGateResult(actor, { prompt: name, version, environment: request.environment }),
    listPeople(actor),
    baseVersion === null ? null : getBeforeAfter(actor, { prompt: name, version, baselineVersion: baseVersion }),
  ]);
  const environment = environments.find((one) => one.name === request.environment);
  if (!environment) throw new Error("A change request without its environment");
  const empty: Content = { type: after.content.type, messages: [] };
  const diff = await diffWithin(actor, before?.content ?? empty, after.content);
  const deployment = prompt.deployments.find((one) => one.environment === environment.name);
  const canPromote = can(actor, "prompt:promote", environment);
  const noRole = canPromote ? null : roleRefusal(actor.role, environment.name);
  const releaseRefusal = prompt.archivedAt ? archivedRefusal : noRole;
  const me = { kind: "user", id: actor.userId, name: actor.name } as const;
  const refused = decisionRefusal(me, { ...request, canPromote });
  return {
    summary: diff.summary,
    sections: diff.isSame ? [] : toSections(diff),
    texts: suggestibleTexts(after.content),
    newer: versions.items
      .filter((one) => one.version > version)
      .map(({ version: number, message, author }) => ({ version: number, message, author: author.name })),
    lane: {
      ...environment,
      title: capitalize(environment.name),
      live: deployment ? { ...deployment, message: "", by: "", status: deployment.status } : null,
      refusal: releaseRefusal,
      requests: [],
      canAsk: false,
      canOverride: can(actor, "release:override"),
      gates: null,
      locked: [],
      experiment: null, // the release command itself checks for a running experiment
    },
    gate,
    beforeAfter,
    people,
    rights: {
      me,
      decisionRefusal: refused && decisionRefusalWords(refused, { ...request, role: actor.role }),
      releaseRefusal,
      canWrite: can(actor, "review:write", environment),
      canEvaluate: can(actor, "evaluation:run"),
      canOverride: can(actor, "release:override"),
    },
  };
}

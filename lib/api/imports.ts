import type { UserActor } from "@/lib/auth/actor";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { importCases } from "@/lib/evaluation/suites/commands/import-cases";
import { importCasesInput } from "@/lib/evaluation/suites/schema";
import { importPrompts } from "@/lib/registry/commands/import-prompts";
import { pullPrompts } from "@/lib/registry/pull/pull-prompts";
import type { PullInput, ShadowInput } from "@/lib/registry/pull/schema";
import { shadowCheck } from "@/lib/registry/pull/shadow-check";
import { planImport } from "@/lib/registry/queries/import-plan";
import type { PlanImportInput } from "@/lib/registry/transfer/schema";
import { readJsonBody } from "./body";
import { importBodyBytes } from "./body-guard/body-limits";
import { answerOwnPage, type FindActor } from "./own-page";

/** The imports for pages, by the last part of the path. */
const imports = {
  plan: (actor: UserActor, body: unknown) => planImport(actor, body as PlanImportInput), // validates the body itself
  prompts: (actor: UserActor, body: unknown) => importPrompts(actor, body as PlanImportInput),
  pull: (actor: UserActor, body: unknown) => pullPrompts(actor, body as PullInput),
  shadow: (actor: UserActor, body: unknown) => shadowCheck(actor, body as ShadowInput),
  cases: (actor: UserActor, body: unknown) => importCases(actor, parseInput(importCasesInput, body)),
};

export type ImportKind = keyof typeof imports;

/** The request and response types of each kind of import. */
export type ImportInput<Kind extends ImportKind> = {
  plan: Parameters<typeof planImport>[1];
  prompts: Parameters<typeof importPrompts>[1];
  pull: PullInput;
  shadow: ShadowInput;
  cases: Omit<Parameters<typeof importCases>[1], "mode" | "duplicates" | "isDryRun"> &
    Partial<Pick<Parameters<typeof importCases>[1], "mode" | "duplicates" | "isDryRun">>;
}[Kind];
export type ImportAnswer<Kind extends ImportKind> = Awaited<ReturnType<(typeof imports)[Kind]>>;

const isKind = (kind: string): kind is ImportKind => Object.hasOwn(imports, kind);

type ImportTarget = { workspace: string; kind: string };
/**
 * Answers an import from one of our own pages, by a member of the workspace. The body is read, up to its limit, only
 * after both are verified. Never throws.
 */
export async function answerImport(request: Request, place: ImportTarget, findActor: FindActor): Promise<Response> {
  return answerOwnPage(request, place.workspace, findActor, async ({ actor, incoming, headers }) => {
    if (!isKind(place.kind)) throw new AppError("not_found", "There is no import of this kind.");
    const body = await readJsonBody(incoming, { limitBytes: importBodyBytes, isOptional: false });
    return Response.json(await imports[place.kind](actor, body), { headers });
  });
}

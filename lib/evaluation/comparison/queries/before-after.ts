import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { calledBy } from "@/lib/registry/queries/find-prompt";
import type { AnswerView } from "../../runs/answer-view";
import type { ComparedVersions } from "../../runs/commands/repeat-run";
import { getChangedRevision, getRunOrThrow } from "../../runs/queries";
import type { RunView } from "../../runs/types";
import { findOwnSuite } from "../../suites/queries";
import type { CaseComparison } from "../comparison";
import { listComparedCases } from "./cases";
import { getComparedCase } from "./details";

/** One case answered by both versions. An answer is null if there is none. */
export type CaseBeforeAfter = {
  key: string;
  position: number;
  title: string;
  verdict: CaseComparison["verdict"];
  before: string | null;
  after: string | null;
};

/** The newest run that compares a version with another one, with a few of its cases. */
export type BeforeAfter = {
  /** Whether the prompt has its own suite to run. */
  canAsk: boolean;
  run: Pick<RunView, "id" | "status" | "statusReason" | "progress" | "finishedAt"> | null;
  /** The run of one of the two versions has not finished. */
  isWorking: boolean;
  /** The cases or scorers of the suite changed after the run. */
  isStale: boolean;
  cases: CaseBeforeAfter[];
};

const shown = 5;
const isOpen = (status: RunView["status"]) => status === "queued" || status === "running";
const textOf = (answer: AnswerView | undefined) => answer?.output ?? answer?.error?.message ?? null;

/** Returns the newest run that was not cancelled, with its cases sorted by broken first. */
export async function getBeforeAfter(
  actor: Actor,
  { prompt, version, baselineVersion }: ComparedVersions,
): Promise<BeforeAfter> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const [found, suite] = await Promise.all([
    prisma().evaluationRun.findFirst({
      where: { workspaceId, prompt: calledBy(prompt), version, baselineVersion, status: { not: "cancelled" } },
      select: { id: true },
      orderBy: { createdAt: "desc" },
    }),
    findOwnSuite(actor, prompt),
  ]);
  const canAsk = suite !== null;
  if (!found) return { canAsk, run: null, isWorking: false, isStale: false, cases: [] };
  const run = await getRunOrThrow(actor, found.id);
  const { id, status, statusReason, progress, finishedAt, baseline } = run;
  const [changed, { items }] = await Promise.all([
    getChangedRevision(actor, run),
    listComparedCases(actor, id, { limit: shown }),
  ]);
  const details = await Promise.all(items.map(({ key }) => getComparedCase(actor, id, key)));
  return {
    canAsk,
    run: { id, status, statusReason, progress, finishedAt },
    isWorking: isOpen(status) || (baseline !== null && isOpen(baseline.status)),
    isStale: changed !== null,
    cases: details.map(({ key, position, title, verdict, now, baseline }) => ({
      key,
      position,
      title,
      verdict,
      before: textOf(baseline?.answers[0]),
      after: textOf(now.answers[0]),
    })),
  };
}

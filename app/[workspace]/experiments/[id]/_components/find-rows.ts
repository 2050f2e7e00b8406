import { experimentRequestsPath, withQuery } from "@/app/[workspace]/_components/paths";
import { listExampleUsers } from "@/lib/experiments/queries/example-users";
import type { HealthCheck } from "@/lib/experiments/results/schema";
import { keptWords } from "@/lib/requests/kept-words";
import { findKeptFrom } from "@/lib/requests/queries/kept-from";
import type { openExperiment } from "./experiment-frame";

/** Returns the path of the requests behind a number of an experiment. */
export type RequestsOf = (filter?: Record<string, string>) => string;

type Open = Pick<Awaited<ReturnType<typeof openExperiment>>, "actor" | "workspace" | "view" | "results">;

/** Finds the requests behind the numbers of an experiment, or the sentence that says why they are gone. */
export async function findRows({ actor, workspace, view, results }: Open) {
  const keptFrom = await findKeptFrom(actor, view.environment);
  const isKept = results.startedAt === null || Date.parse(results.startedAt) >= keptFrom.getTime();
  if (!isKept) return { rowsNote: keptWords(keptFrom) };
  // A verdict counts what there was when the sample was complete.
  const counted = { id: view.id, startedAt: results.startedAt, endedAt: results.verdict?.asOf ?? results.endedAt };
  const requestsOf: RequestsOf = (filter = {}) => experimentRequestsPath(workspace, counted, filter);
  return { requestsOf };
}

/** Some users that a check counts, each with the address of this user's requests. */
export type Examples = Partial<Record<HealthCheck["id"], { userId: string; href: string }[]>>;

/** Finds some of the users that each failed or flagged check counts. */
export async function findExamples({ actor, workspace, view, results }: Open): Promise<Examples> {
  const { startedAt, endedAt } = results;
  const time = { ...(startedAt && { from: startedAt }), ...(startedAt && endedAt && { to: endedAt }) };
  const place = { prompt: view.prompt, environment: view.environment, ...time };
  const hrefOf = (userId: string) => withQuery(`/${workspace}/requests`, Object.assign({ userId }, place));
  const found = Object.entries(await listExampleUsers(actor, results));
  return Object.fromEntries(
    found.map(([check, users]) => [check, users.map((userId) => ({ userId, href: hrefOf(userId) }))]),
  );
}

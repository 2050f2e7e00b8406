import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { type Job, jobTimeoutSeconds } from "@/lib/jobs/define-job";
import { jobs } from "@/lib/jobs/registry";
import { isBearerOf } from "./bearer";
import { fromRequest, toResponse } from "./exchange";
import { problemAnswer } from "./problem";
import { requestIdOf } from "./request-id";

type Settings = { secret: string | undefined; jobs: Readonly<Record<string, Job>> };

/** Makes the handler of /api/cron for a secret and jobs. */
export function cronFor(settings: () => Settings) {
  /**
   * Runs a job for a caller with CRON_SECRET. Returns `{ job, …counts }`, or `{ job, skipped: true }` if another
   * process runs it. Without the setting, always throws 503 `cron_not_configured`.
   */
  return async function answerCron(request: Request, name: string): Promise<Response> {
    const incoming = fromRequest(request);
    const requestId = requestIdOf(incoming.header("x-request-id"));
    try {
      const { secret, jobs: known } = settings();
      if (!secret) throw new AppError("cron_not_configured", "Set CRON_SECRET to run jobs by HTTP calls.");
      if (!isBearerOf(secret, incoming.header("authorization")))
        throw new AppError("unauthenticated", "Send CRON_SECRET as a bearer token.");
      const job = Object.hasOwn(known, name) ? known[name] : undefined;
      if (!job)
        throw new AppError("not_found", `There is no job ${name}. There are: ${Object.keys(known).join(", ")}.`);
      if (request.method !== "GET" && request.method !== "POST")
        throw new AppError("method_not_allowed", "A job is called with GET or POST.", {
          headers: { allow: "GET, POST" },
        });
      const done = await job.run(Date.now() + jobTimeoutSeconds * 1_000);
      return Response.json(done === null ? { job: name, skipped: true } : { job: name, ...done }, {
        headers: { "cache-control": "no-store", "x-content-type-options": "nosniff", "x-request-id": requestId },
      });
    } catch (error) {
      return toResponse(problemAnswer(error, { requestId, instance: incoming.path }));
    }
  };
}

/** The handler of this deployment. */
export const answerCron = cronFor(() => ({ secret: env().CRON_SECRET, jobs }));

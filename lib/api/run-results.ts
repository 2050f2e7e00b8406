import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { clientAddress } from "@/lib/auth/client-address";
import { findSessionMember } from "@/lib/auth/session";
import { openShareLink, sharedReader } from "@/lib/auth/share-links/queries";
import { giveBackLink, mayTryLink } from "@/lib/auth/try-limit";
import { databaseNow } from "@/lib/core/database-clock";
import { env } from "@/lib/core/env";
import { AppError, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { countComparedCases, listComparedCases } from "@/lib/evaluation/comparison/queries/cases";
import { getComparedCase } from "@/lib/evaluation/comparison/queries/details";
import { caseFilters, caseOrders } from "@/lib/evaluation/comparison/schema";
import { getRunOrThrow } from "@/lib/evaluation/runs/queries";
import { caseExportFormats, exportCases } from "./case-export";
import { fromRequest, toResponse } from "./exchange";
import { byteOrderMark } from "./file-headers";
import { requireMember } from "./own-page";
import { pageQuery, toPageRequest } from "./pagination";
import { problemAnswer } from "./problem";
import { parseQuery } from "./query";
import { takePersonRequest } from "./rate-limit";
import { requestIdOf } from "./request-id";
import { endingStream, mostDownloads, takeDownload } from "./running-downloads";

/** The run and the actor of a request. A shared link shows only one comparison. */
export type ResultsAccess = { actor: Actor; runId: string; baseline?: string };

const listQuery = z.strictObject({ ...caseFilters, order: z.enum(caseOrders).optional(), ...pageQuery });
const caseQuery = z.strictObject({ baseline: caseFilters.baseline });
const exportQuery = z.strictObject({ baseline: caseFilters.baseline, format: z.enum(caseExportFormats) });

const tooManyWords = `${mostDownloads} files are being downloaded already. Wait until one is complete.`;

type ResultsRequest = ResultsAccess & { query: Record<string, string>; rest: readonly string[] };

async function answer({ actor, runId, baseline: own, query, rest: [what, key] }: ResultsRequest): Promise<Response> {
  if (what === "cases" && key === undefined) {
    const { limit, cursor, order, ...requested } = parseInput(listQuery, query);
    const filters = own === undefined ? requested : { ...requested, baseline: own };
    const [page, counts] = await Promise.all([
      listComparedCases(actor, runId, { ...filters, order, ...toPageRequest({ limit, cursor }) }),
      countComparedCases(actor, runId, filters),
    ]);
    return Response.json({ ...page, counts });
  }
  if (what === "cases" && key !== undefined) {
    const { baseline } = parseInput(caseQuery, query);
    return Response.json(await getComparedCase(actor, runId, key, own ?? baseline));
  }
  if (what !== "export" || key !== undefined) throw notFound("This page");
  const { baseline, format } = parseInput(exportQuery, query);
  const end = takeDownload(actor.kind === "user" ? actor.userId : `link to run ${runId}`, tooManyWords);
  try {
    const file = await exportCases(actor, runId, { format, baseline: own ?? baseline, mark: byteOrderMark });
    return new Response(endingStream(file.body, end), { headers: file.headers });
  } catch (error) {
    end();
    throw error;
  }
}

/** Answers the requests of a loaded run page: cases, one case, or an export. */
export async function answerResults(
  request: Request,
  path: readonly string[],
  findAccess: () => Promise<ResultsAccess>,
): Promise<Response> {
  const incoming = fromRequest(request);
  const requestId = requestIdOf(incoming.header("x-request-id"));
  try {
    const response = await answer({ ...(await findAccess()), query: parseQuery(incoming.search), rest: path });
    response.headers.set("cache-control", "no-store");
    response.headers.set("x-content-type-options", "nosniff");
    response.headers.set("x-request-id", requestId);
    return response;
  } catch (error) {
    return toResponse(problemAnswer(error, { requestId, instance: incoming.path }));
  }
}

/** For the signed-in member. */
export function answerRunResults(request: Request, workspace: string, runId: string, path: readonly string[]) {
  return answerResults(request, path, async () => {
    const actor = await requireMember(findSessionMember, workspace);
    takePersonRequest(actor.userId);
    return { actor, runId };
  });
}

/** Answers the requests of a shared link: only the run with its own baseline. */
export function answerSharedResults(request: Request, token: string, path: readonly string[]) {
  return answerResults(request, path, async () => {
    const address = clientAddress(request.headers.get("x-forwarded-for") ?? undefined, env().TRUSTED_PROXIES);
    if (!mayTryLink(address)) throw new AppError("rate_limited", "Too many attempts. Wait a minute.");
    const link = await openShareLink(token, databaseNow(), address);
    if (link?.target !== "evaluation") throw notFound("This link");
    giveBackLink(address);
    const actor = sharedReader(link.workspaceId);
    const run = await getRunOrThrow(actor, link.targetId);
    return { actor, runId: run.id, baseline: run.baseline?.id ?? "none" };
  });
}

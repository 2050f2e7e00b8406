import type { z } from "zod";
import type { UserActor } from "@/lib/auth/actor";
import { findSessionMember } from "@/lib/auth/session";
import { AppError } from "@/lib/core/errors";
import { singleton } from "@/lib/core/singleton";
import { parseInput } from "@/lib/core/validation";
import { fromRequest, toResponse } from "./exchange";
import { type FindActor, requireMember } from "./own-page";
import { sentenceAnswer } from "./problem";
import { parseQuery } from "./query";
import { takePersonRequest } from "./rate-limit";
import { requestIdOf } from "./request-id";

/** The body, type and name of a file. */
export type DownloadedFile = { body: BodyInit; headers: Record<string, string> };

/** How many files one person downloads at the same time. An export can occupy the database for minutes. */
const mostDownloads = 4;

/** The number of running downloads of each person. */
const running = () => singleton("downloads", () => new Map<string, number>());

/** Counts a download. Returns a function that ends it. Throws 429 `rate_limited` for too many at the same time. */
function takeDownload(userId: string): () => void {
  takePersonRequest(userId);
  const before = running().get(userId) ?? 0;
  if (before >= mostDownloads)
    throw new AppError(
      "rate_limited",
      `You are downloading ${mostDownloads} files already. Wait until one is complete.`,
    );
  running().set(userId, before + 1);
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    const left = (running().get(userId) ?? 1) - 1;
    if (left > 0) running().set(userId, left);
    else running().delete(userId);
  };
}

/** A download that nobody reads for this long does not count. Next drops the body of a HEAD request silently. */
const idleMs = 60_000;

/** The same bytes. Calls `end` once they are sent, are not wanted any more, or nobody reads them. */
function endingStream(stream: ReadableStream<Uint8Array>, end: () => void): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  const idle = setTimeout(end, idleMs).unref();
  return new ReadableStream({
    async pull(controller) {
      try {
        idle.refresh();
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        end();
        controller.close();
      } catch (error) {
        end();
        controller.error(error);
      }
    },
    cancel(reason) {
      end();
      return reader.cancel(reason);
    },
  });
}

/** The workspace's slug, and other parameters of the route's path, such as an id. */
type Path = { params: Promise<{ workspace: string; [name: string]: string }> };

/**
 * Makes the GET of a route: a file that members download from a page of `/{workspace}/…`. Parses path and query with
 * `schema`, and finds the member. An error is shown as a sentence. Tests pass another function to find the member.
 */
export function downloadFor<Asked extends z.ZodType>(
  schema: Asked,
  produce: (actor: UserActor, input: z.output<Asked>, workspace: string) => Promise<DownloadedFile>,
  readQuery: (search: string) => Record<string, unknown> = parseQuery,
) {
  return async (request: Request, { params }: Path, findActor: FindActor = findSessionMember): Promise<Response> => {
    const { workspace, ...path } = await params;
    const incoming = fromRequest(request);
    const requestId = requestIdOf(incoming.header("x-request-id"));
    let end = () => {};
    try {
      const actor = await requireMember(findActor, workspace);
      end = takeDownload(actor.userId);
      const input = parseInput(schema, { ...readQuery(incoming.search), ...path });
      const { body, headers } = await produce(actor, input, workspace);
      const usual = { "cache-control": "no-store", "x-content-type-options": "nosniff", "x-request-id": requestId };
      if (body instanceof ReadableStream)
        return new Response(endingStream(body, end), { headers: { ...usual, ...headers } });
      end();
      return new Response(body, { headers: { ...usual, ...headers } });
    } catch (error) {
      end();
      return toResponse(sentenceAnswer(error, { requestId, instance: incoming.path }));
    }
  };
}

import type { Content } from "@/lib/template/content";
import { readProblem, type Server, send } from "./http";
import type { VersionOfPrompt } from "./served";

/** A version as the server returns it. */
export type FetchedVersion = { name: string; environment: string; version: VersionOfPrompt };

type Answer = Content & Record<"name" | "environment" | "versionId" | "contentHash", string> & { version: number };

/**
 * Requests a version from the server. Rejects with `not_found`, `server_unreachable`, `timeout`, or the server's error.
 */
export async function fetchVersion(
  server: Server,
  query: { name: string; version: string; environment: string | undefined },
  signal: AbortSignal,
): Promise<FetchedVersion> {
  const response = await send(server, { path: "/prompts/resolve", query, signal });
  if (!response.ok) throw await readProblem(response);
  const { name, environment, version, versionId, contentHash, ...rest } = (await response.json()) as Answer;
  const { type, messages, variables, model, responseSchema, tools } = rest;
  const content: Content = {
    type,
    messages,
    ...(variables && { variables }),
    ...(model && { model }),
    ...(responseSchema && { responseSchema }),
    ...(tools && { tools }),
  };
  return { name, environment, version: { versionId, version, contentHash, content } };
}

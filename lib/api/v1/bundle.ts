import { z } from "zod";
import { databaseNow } from "@/lib/core/database-clock";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import { share } from "@/lib/core/view-fields";
import { contentView } from "@/lib/registry/content-view";
import { promptName } from "@/lib/registry/schema";
import { bundleBytes, currentBundle, scopeOf } from "@/lib/runtime/bundle/bundle";
import type { Coding } from "@/lib/runtime/bundle/shelf";
import { reportCall, watched } from "@/lib/runtime/calls/watch";
import type { Answer } from "../answer";
import { endpointsOf } from "../endpoint";
import { matchesNone, strongTag } from "../etag";
import { environmentName } from "./fields";

const version = {
  versionId: z.string(),
  version: z.int().min(1),
  contentHash: z.string(),
  content: contentView.omit({ snippets: true }),
};

const experiment = z.strictObject({
  id: z.string(),
  phase: z.int().min(1),
  batch: z.int().min(1),
  seed: z.string(),
  trafficShare: share,
  group: z.strictObject({ name: z.string(), ranges: z.array(z.tuple([share, share])) }).nullable(),
  variants: z.array(z.strictObject({ key: z.string(), version: z.int().min(1), weight: share })),
  versions: z
    .array(z.strictObject(version))
    .meta({ description: "The versions of the experiment, without the released version." }),
});

const control = z
  .strictObject({
    seed: z.string(),
    share,
    until: z.number().meta({ description: "The end of the holdback: milliseconds since 1970, by the server's clock." }),
    ...version,
  })
  .meta({ description: "The holdback: the previous version, the share of users who keep it, and its end." });

const bundlePrompt = z
  .strictObject({
    promptId: z.string(),
    name: z.string(),
    aliases: z
      .array(z.string())
      .optional()
      .meta({ description: "Former names, which clients can still use for this prompt." }),
    ...version,
    experiment: experiment.optional(),
    control: control.optional(),
  })
  .meta({ id: "BundlePrompt" });

/** Everything that is released in an environment. */
const bundleView = z
  .strictObject({
    hash: z.string().meta({ description: "The SHA-256 hash (hexadecimal) of the JSON text of `bundle`." }),
    bundle: z.strictObject({
      format: z.literal(1),
      environment: z.string(),
      folder: z.string().nullable(),
      prompts: z.array(bundlePrompt).meta({ description: "The live prompts, sorted by name." }),
    }),
  })
  .meta({ id: "Bundle" });

const endpoint = endpointsOf("Resolve");

/** The query of the bundle and of its stream. */
export const bundleQuery = z.strictObject({
  environment: environmentName
    .optional()
    .meta({ description: "The environment. Default: the key's only environment." }),
  folder: promptName
    .optional()
    .meta({ description: "Only prompts in this folder, such as `support` for `support/triage`." }),
});

const errors = ["invalid_name", "not_found", "environment_not_allowed", "bundle_too_large"] satisfies ErrorCode[];

/** The best content coding that the client accepts. Pure. */
export function codingFor(acceptEncoding: string | null): Coding {
  const accepted = (acceptEncoding ?? "").split(",").map((part) => part.trim().toLowerCase());
  const takes = (name: string) =>
    accepted.some((part) => part.split(/\s*;/)[0] === name && !/;\s*q=0(\.0*)?$/.test(part));
  return takes("br") ? "br" : takes("gzip") ? "gzip" : "identity";
}

/** The entity tag of one representation. Each coding has its own tag. */
const tagOf = (hash: string, coding: Coding) => strongTag(coding === "identity" ? hash : `${hash}-${coding}`);

async function answerBundle(
  { scope, environment }: Awaited<ReturnType<typeof scopeOf>>,
  header: (name: string) => string | null,
): Promise<Answer<Uint8Array | null>> {
  const startedAt = performance.now();
  const coding = codingFor(header("accept-encoding"));
  const state = await currentBundle(scope);
  if (watched.size > 0) {
    const ms = performance.now() - startedAt;
    const all = { prompt: null, version: null, source: "bundle" as const };
    reportCall(scope.workspaceId, { environment: environment.name, ms, ...all });
  }
  const headersOf = (hash: string) => ({
    etag: tagOf(hash, coding),
    "cache-control": "private, no-cache",
    vary: "accept-encoding",
    "x-server-time": String(databaseNow().getTime()),
  });
  if (matchesNone(header("if-none-match"), tagOf(state.hash, coding)))
    return { status: 304, body: null, headers: headersOf(state.hash) };
  const { hash, bytes } = await bundleBytes(scope, state, coding);
  return {
    status: 200,
    body: bytes,
    headers: { ...headersOf(hash), ...(coding !== "identity" && { "content-encoding": coding }) },
  };
}

export const bundleEndpoints = [
  endpoint({
    id: "getBundle",
    method: "get",
    path: "/bundle",
    summary: "Get the bundle: every live prompt of an environment in one document",
    description: [
      "Returns every prompt that the key may resolve in an environment, with experiments, their weights, and holdbacks.",
      "A client resolves from the bundle without a network.",
      "To keep it up to date, send the request again with `If-None-Match`, or follow `/stream`.",
    ].join(" "),
    permission: "prompt:resolve",
    query: bundleQuery,
    headers: {
      "If-None-Match": "The ETag of the last bundle. The answer is 304 if nothing changed.",
      "Accept-Encoding": "The accepted encodings. The server supports br and gzip.",
    },
    answer: {
      status: 200,
      description: "The bundle. Its hash shows that it is complete.",
      schema: bundleView,
      headers: {
        ETag: "A strong ETag of the bundle in this encoding.",
        "X-Server-Time":
          "The server's clock in milliseconds since 1970. Use it for the end of holdbacks and the times of events.",
      },
      others: { 304: "Nothing changed since the answer with the ETag in `If-None-Match`." },
    },
    errors,
    handle: async ({ actor, query, header }) => answerBundle(await scopeOf(actor, query), header),
  }),
  endpoint({
    id: "streamBundle",
    method: "get",
    path: "/stream",
    summary: "Stream changes of the bundle",
    description: [
      "Sends Server-Sent Events. `hello` {hash, next, now, heartbeatMs} comes first.",
      "Its `next` says how the client gets up to date: `change` (a `change` event follows), `bundle` (the client must get the bundle), or null (the client is up to date).",
      "`change` {from, to, prompts, removed} contains the changed prompts and the ids of the removed prompts; the id of the event is the new hash.",
      "`reset` {hash} asks the client to get the bundle.",
      "`end` {code} closes the stream: `unauthorized` means that the key is no longer valid, `restart` that the server stops.",
      "A comment is sent every 15 seconds.",
      "A serverless host has no streams and returns 501; there, poll the bundle with its ETag.",
    ].join(" "),
    permission: "prompt:resolve",
    query: bundleQuery,
    headers: {
      "Last-Event-ID": "The hash of the client's bundle. The stream then sends the changes since that bundle.",
    },
    answer: {
      status: 200,
      description: "The stream of events. It stays open until one side closes it.",
      schema: z.string(),
      contentTypes: ["text/event-stream"],
    },
    errors: [...errors, "stream_not_available"],
    isStream: true,
    handle: async () => {
      throw new AppError("stream_not_available", "This server has no streams. Ask for /api/v1/bundle with its ETag.");
    },
  }),
];

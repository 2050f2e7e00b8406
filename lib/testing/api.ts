import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect } from "vitest";
import * as nextMount from "@/app/api/v1/[[...route]]/route";
import type { Endpoint, OpenEndpoint } from "@/lib/api/endpoint";
import { startEventThread } from "@/lib/api/event-intake/thread";
import { handleApi } from "@/lib/api/node";
import { endpoints, openEndpoints } from "@/lib/api/v1/endpoints";
import { codesOf } from "@/lib/api/v1/openapi-document";
import { type ErrorCode, errorStatus, oauthErrors } from "@/lib/core/errors";
import { createTestWorkspace } from "./workspace";

export type Send = (path: string, init?: RequestInit) => Promise<Response>;
export type Mount = { send: Send; stop: () => Promise<void> };

/** Starts the API on its own Node server, over real HTTP. */
export async function mountAheadOfNext(): Promise<Mount & { url: string }> {
  const server = createServer(handleApi);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    send: (path, init) => fetch(`${url}${path}`, { redirect: "manual", ...init }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function mountInsideNext(): Promise<Mount> {
  const handlers: Record<string, unknown> = { ...nextMount };
  return {
    send: (path, init) => {
      const request = new Request(`http://localhost${path}`, init);
      return (handlers[request.method] as (request: Request) => Promise<Response>)(request);
    },
    stop: async () => {},
  };
}

/** Starts the API before the tests of a file or block, and stops it after them. */
export function mountBeforeAll(start: () => Promise<Mount> = mountAheadOfNext): Pick<Mount, "send"> {
  let mount: Mount;
  beforeAll(async () => {
    mount = await start();
  });
  afterAll(() => mount.stop());
  return { send: (path, init) => mount.send(path, init) };
}

type NamedMount = { name: string; start: () => Promise<Mount> };

/** Both ways to reach the API. The same tests run on each. */
export const mounts: NamedMount[] = [
  { name: "ahead of Next", start: mountAheadOfNext },
  { name: "inside Next", start: mountInsideNext },
];

/**
 * Runs the same tests on both ways to reach the API. They serve the same endpoints, so the tests of single endpoints
 * are slow inside Next. Tests of the ways themselves use `mounts`.
 */
export function describeOnMounts(title: string, tests: (mount: NamedMount) => void | Promise<void>): void {
  for (const mount of mounts) {
    const tags = mount.start === mountInsideNext ? ["slow"] : [];
    describe(`${title}, ${mount.name}`, { tags }, () => tests(mount));
  }
}

async function mountWithEventThread(): Promise<Mount> {
  const thread = startEventThread();
  const { send, stop } = await mountAheadOfNext();
  return {
    send,
    stop: async () => {
      await stop();
      await thread.stop();
    },
  };
}

/** Additionally the setup of `server.ts`, with events in a separate thread. For tests of events. */
export const eventMounts = [...mounts, { name: "with a thread for events", start: mountWithEventThread }];

// biome-ignore lint/suspicious/noExplicitAny: tests read answers field by field and fail on a wrong one
export type ApiAnswer = { status: number; body: any; headers: Headers; text: string };

/** Finds the endpoint of a path: the first match, as in the router. */
function endpointAt(method: string, path: string): Endpoint | OpenEndpoint | undefined {
  const own = path.replace(/\?.*$/s, "");
  const all = [...endpoints, ...openEndpoints];
  const fitting = all.find(({ path: each }) => new RegExp(`^${each.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(own));
  return all.find((endpoint) => endpoint.path === fitting?.path && endpoint.method === method.toLowerCase());
}

/** Checks that a response is documented. An unknown field, status or code fails the test. */
function assertDocumented(method: string, path: string, { status, body, headers }: ApiAnswer): void {
  expect(headers.get("x-request-id")).toBeTruthy();
  const endpoint = endpointAt(method, path);
  if (status >= 400) {
    const code: ErrorCode = body.code;
    const type = oauthErrors.has(code) ? "application/json" : "application/problem+json";
    expect(headers.get("content-type")).toBe(type);
    expect(errorStatus[code], `${code} of ${method} ${path}`).toBe(status);
    expect(body).toMatchObject({ status, type: `/api/v1/docs#${code}`, requestId: headers.get("x-request-id") });
    if (endpoint) expect(codesOf(endpoint), `${method} ${path} answered ${code}: ${body.detail}`).toContain(code);
  } else if (endpoint && status !== 304) {
    expect(status).toBe(endpoint.answer.status);
    const parsed = endpoint.answer.schema.safeParse(body);
    expect(parsed.error?.issues ?? [], `${method} ${path}`).toEqual([]);
  }
}

export type Client = ReturnType<typeof createClient>;

/** Sends JSON with a key and checks every response against the documentation. */
export function createClient(send: Send, key: string | null) {
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> => {
    const response = await send(`/api/v1${path}`, {
      method,
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /^application\/(problem\+)?json\b/.test(response.headers.get("content-type") ?? "") && text !== "";
    const answered = {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : undefined,
    };
    if (method !== "HEAD" && method !== "OPTIONS") assertDocumented(method, path, answered);
    return answered;
  };
  return {
    call,
    get: (path: string, headers?: Record<string, string>) => call("GET", path, undefined, headers),
    post: (path: string, body: unknown = {}, headers?: Record<string, string>) => call("POST", path, body, headers),
    put: (path: string, body: unknown = {}) => call("PUT", path, body),
    patch: (path: string, body: unknown = {}) => call("PATCH", path, body),
    delete: (path: string) => call("DELETE", path),
  };
}

/** Starts the API with its own workspace, until the end of the suite. */
export async function mountWithWorkspace(start: () => Promise<Mount>) {
  const { send, stop } = await start();
  afterAll(stop);
  const workspace = await createTestWorkspace();
  return { send, workspace, manage: createClient(send, workspace.manageKey) };
}

/** The content of a chat prompt with this text. Every {{ word }} in it is declared. */
export function chatContent(text: string) {
  const names = [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1]))];
  return {
    type: "chat",
    messages: [{ role: "system", content: text }],
    variables: names.map((name) => ({ name, type: "string", required: true })),
  };
}

/** Encodes a name for a path. */
export const inPath = (name: string) => encodeURIComponent(name);

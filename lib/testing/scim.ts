import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { answerScim } from "@/lib/api/scim/scim";
import { createScimToken } from "@/lib/auth/scim/commands/tokens";
import { prisma } from "@/lib/core/db";
import type { Mount, Send } from "./api";
import type { TestWorkspace } from "./workspace";

// biome-ignore lint/suspicious/noExplicitAny: tests read answers field by field and fail on a wrong one
type ScimAnswered = { status: number; body: any; headers: Headers };

/** Starts SCIM on its own Node server, over real HTTP. */
export async function mountScim(): Promise<Mount> {
  const server = createServer(getRequestListener(answerScim, { overrideGlobalObjects: false }));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    send: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Adds a domain that counts as verified, without DNS. */
export async function ownTestDomain({ workspaceId, slug }: TestWorkspace): Promise<string> {
  const domain = `${slug}.example`;
  await prisma().workspaceDomain.create({ data: { workspaceId, domain, token: "t", verifiedAt: new Date() } });
  return domain;
}

/** Connects an identity provider with a token of the workspace. */
export async function connectScim(send: Send, by: TestWorkspace) {
  const { token, id } = await createScimToken(by.owner);
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await send(`/api/scim/v2${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/scim+json",
        ...(body !== undefined && { "content-type": "application/scim+json; charset=utf-8" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answered: ScimAnswered = {
      status: response.status,
      headers: response.headers,
      body: text === "" ? null : JSON.parse(text),
    };
    return answered;
  };
  return {
    token,
    tokenId: id,
    call,
    get: (path: string) => call("GET", path),
    post: (path: string, body: unknown) => call("POST", path, body),
    put: (path: string, body: unknown) => call("PUT", path, body),
    patch: (path: string, ...Operations: object[]) =>
      call("PATCH", path, { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations }),
    delete: (path: string) => call("DELETE", path),
  };
}

import { AsyncLocalStorage } from "node:async_hooks";
import { explainConnection } from "@/lib/core/connection-words";
import { logger } from "@/lib/core/logger";
import { isRecord } from "@/lib/core/records";
import { singleton } from "@/lib/core/singleton";
import { type ProviderFault, providerFault } from "./provider-fault";

/** next-auth has one logger for the process, so what it reports is kept for the request that it belongs to. */
const requests = () => singleton("provider-faults", () => new AsyncLocalStorage<{ fault: ProviderFault | null }>());

/** The logger of next-auth. Names the cause of a failed sign-in through an identity provider. */
export const authLogger = {
  error(code: string, metadata: unknown): void {
    const { error = metadata, providerId } = isRecord(metadata) ? metadata : { providerId: undefined };
    if (!/OAUTH/.test(code)) {
      // A cookie with another secret or of another server is no fault of this server.
      logger()[code === "JWT_SESSION_ERROR" ? "debug" : "error"]({ err: error, code }, "next-auth failed");
      return;
    }
    const fault = providerFault(error);
    const request = requests().getStore();
    if (request) request.fault = fault;
    const cause = explainConnection(error) ?? (error instanceof Error ? error.message : "no reason is known");
    const context = { provider: providerId, code, fault };
    if (fault === null) logger().info(context, `a sign-in through an identity provider was not finished: ${cause}`);
    else logger().warn(context, `a sign-in through an identity provider failed: ${cause}`);
  },
};

/**
 * Handles a request of next-auth. If it fails at the provider, the redirect to the sign-in page has that error code.
 */
export async function withProviderFault(handle: () => Promise<Response>): Promise<Response> {
  const request = { fault: null };
  const answer = await requests().run(request, handle);
  const location = answer.headers.get("location");
  if (!request.fault || !location) return answer;
  const target = new URL(location, "http://localhost");
  if (!target.searchParams.has("error")) return answer;
  target.searchParams.set("error", request.fault);
  answer.headers.set("location", location.startsWith("/") ? `${target.pathname}${target.search}` : target.href);
  return answer;
}

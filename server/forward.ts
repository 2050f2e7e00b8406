/** Forwards pages and the management API to the studio. Streams in both directions. */
import { Agent, type IncomingMessage, type ServerResponse } from "node:http";
import { Agent as SecureAgent } from "node:https";
import type { Socket } from "node:net";
import { createProxyServer } from "httpxy";
import { addConnectionAddress } from "@/lib/auth/client-address";
import type { StudioAddress } from "./messages";

export type Forward = {
  web(request: IncomingMessage, response: ServerResponse): void;
  /** For the development server's WebSocket. */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void;
  close(): void;
};

/** `onAway` answers a request if the connection to the studio fails. */
export function forwardTo(
  studio: StudioAddress,
  onAway: (request: IncomingMessage, response: ServerResponse) => void,
): Forward {
  const isSecure = "url" in studio && studio.url.startsWith("https:");
  const agent = new (isSecure ? SecureAgent : Agent)({ keepAlive: true });
  const target = "socketPath" in studio ? { socketPath: studio.socketPath, host: "localhost" } : studio.url;
  const proxy = createProxyServer({ target, agent, xfwd: false });
  proxy.on("error", (_error, request, response) => {
    if (!request || !response || !("writeHead" in response)) return void response?.destroy();
    if (response.headersSent || response.destroyed) return void response.destroy();
    onAway(request, response);
  });
  return {
    web(request, response) {
      addConnectionAddress(request);
      void proxy.web(request, response).catch(() => {}); // reported to the listener above
    },
    upgrade(request, socket, head) {
      addConnectionAddress(request);
      void proxy.ws(request, socket, {}, head).catch(() => {});
    },
    close: () => agent.destroy(),
  };
}

/** The studio process: pages, sign-in and the management API. Next.js runs only here. */
import { rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import next from "next";
import { formFaultFinder } from "@/lib/api/body-guard/form-fault";
import { guardBody } from "@/lib/api/body-guard/guard-body";
import { editorTopics, endWatches } from "@/lib/api/editor-watch";
import { answerHealth } from "@/lib/api/health";
import { handleApi, isApiPath } from "@/lib/api/node";
import { answerAnywhere, findUnreadable, pathOf, refuseUnreadable, toOriginForm } from "@/lib/api/request-target";
import { markTooManyLinks } from "@/lib/api/too-many-links";
import { addTransportSecurity } from "@/lib/api/transport-security";
import { startWorkPool } from "@/lib/api/work/start";
import { addConnectionAddress, noteAddressAdded } from "@/lib/auth/client-address";
import { closeDatabase } from "@/lib/core/db";
import { parseEnv } from "@/lib/core/env";
import { joinMachines } from "@/lib/core/publish-machines";
import { readSourceMap } from "@/lib/core/source-positions";
import { startReporting, stopReporting } from "@/lib/operations/commands/report-process";
import { callTopics } from "@/lib/runtime/calls/watch";
import { startRuntime, stopRuntime } from "@/lib/runtime/start";
import { root } from "@/scripts/root";
import { readActionPages } from "./action-pages";
import { runChild } from "./child";
import { close, createHttpServer, listen, refuseUpgrade } from "./listen";
import { answerMetricsOfAll } from "./metrics";
import { isReadableState } from "./router-state";
import { staticFiles } from "./static-files";

const { PORT, HOST, NODE_ENV } = parseEnv(process.env);
/** The local socket for the runtime processes. Without it the studio listens on PORT. */
const socketPath = process.env.UNDERSTUDY_STUDIO_SOCKET;
const isDev = NODE_ENV === "development";

type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
let pages: Pages | null = null;
let isDraining = false;
let isOpen = false;
let leaveMachines = () => {};
/** The folder of the built pages. The development server builds them on demand. */
const build = isDev || !process.env.UNDERSTUDY_PAGES ? null : join(root, process.env.UNDERSTUDY_PAGES);
const files = build === null ? null : staticFiles("/_next/static/", join(build, "static"));
const findFault = formFaultFinder(build === null ? null : readActionPages(build));
const work = startWorkPool(); // its threads start with the first task

function answer(request: IncomingMessage, response: ServerResponse): void {
  if (isDraining) response.setHeader("connection", "close");
  if (refuseUpgrade(request, response) || answerAnywhere(request, response)) return;
  toOriginForm(request);
  const path = pathOf(request.url);
  if (isApiPath(request.url)) handleApi(request, response);
  else if (path === "/healthz" || path === "/readyz")
    void answerHealth(request, response, { isStopping: isDraining, isStudioUp: true });
  else if (path === "/metrics") void answerMetricsOfAll(request, response);
  else answerPage(request, response);
}

function answerPage(request: IncomingMessage, response: ServerResponse): void {
  const unreadable = findUnreadable(request) ?? (isReadableState(request.headers) ? null : "state");
  if (unreadable) return void refuseUnreadable(request, response, unreadable);
  response.setHeader("x-content-type-options", "nosniff");
  addTransportSecurity(request, response);
  const answerFromPages = () => {
    if (!socketPath) addConnectionAddress(request); // else a runtime process added it
    guardBody(request, response, () => render(request, response), { findFault });
  };
  if (files) files(request, response, answerFromPages);
  else answerFromPages();
}

function render(request: IncomingMessage, response: ServerResponse): void {
  markTooManyLinks(request, response);
  pages?.(request, response).catch((error: unknown) => {
    console.error("A page could not be answered:", error);
    response.destroy();
  });
}

/** Next.js prints the errors of pages itself, and looks up their sources when it does. */
async function nameSourcesOfPages(): Promise<void> {
  const { setBundlerFindSourceMapImplementation } = await import("next/dist/server/patch-error-inspect.js");
  setBundlerFindSourceMapImplementation(readSourceMap);
}

const server = createHttpServer(answer);
if (socketPath) server.keepAliveTimeout = 0; // the runtime processes decide
// Next.js handles WebSockets of the server it is given. In production it gets a server that never listens.
const httpServer = isDev ? server : createServer();
const app = next({ dev: isDev, dir: root, port: PORT, hostname: "localhost", httpServer });

runChild({
  async open() {
    if (socketPath) noteAddressAdded();
    await app.prepare();
    if (!isDev) await nameSourcesOfPages();
    pages = app.getRequestHandler();
    startRuntime();
    leaveMachines = joinMachines([...editorTopics, ...callTopics]);
    startReporting("studio");
    isOpen = true;
    if (socketPath) rmSync(socketPath, { force: true }); // a killed process leaves its socket file behind
    await listen(server, socketPath ? { path: socketPath } : { port: PORT, host: HOST });
  },
  drain: () => {
    isDraining = true;
    endWatches();
  },
  async stop(withinMs) {
    isDraining = true;
    await close(server, withinMs);
    if (socketPath) rmSync(dirname(socketPath), { recursive: true, force: true }); // a killed supervisor does not do it
    await work.stop();
    if (isDev) await app.close();
    if (!isOpen) return;
    leaveMachines();
    await stopReporting();
    await stopRuntime();
    await closeDatabase();
  },
});

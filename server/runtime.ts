/**
 * A runtime process: it owns the port and answers resolve, events, bundles, streams and health. It forwards everything
 * else to the studio. It loads neither Next.js nor jobs. Slow templates are filled in a thread. No other tenant code
 * runs here.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { guardBody } from "@/lib/api/body-guard/guard-body";
import type { EventThread } from "@/lib/api/event-intake/intake";
import { startEventThread } from "@/lib/api/event-intake/thread";
import { answerHealth, canAnswerFromSnapshot } from "@/lib/api/health";
import { answerAnywhere, findUnreadable, pathOf, refuseUnreadable, toOriginForm } from "@/lib/api/request-target";
import { handleRuntimeCall } from "@/lib/api/runtime-calls";
import { addTransportSecurity } from "@/lib/api/transport-security";
import { startWorkPool } from "@/lib/api/work/start";
import { closeDatabase } from "@/lib/core/db";
import { parseEnv } from "@/lib/core/env";
import { joinMachines } from "@/lib/core/publish-machines";
import { startReporting, stopReporting } from "@/lib/operations/commands/report-process";
import { setBundleSource } from "@/lib/runtime/bundle/bundle";
import { endStreams } from "@/lib/runtime/bundle/streams";
import { createBundleThread } from "@/lib/runtime/bundle/thread";
import { callTopics } from "@/lib/runtime/calls/watch";
import { startRuntime, startSnapshotIn, stopRuntime } from "@/lib/runtime/start";
import { runChild } from "./child";
import { type Forward, forwardTo } from "./forward";
import { close, createHttpServer, listen, refuseUpgrade } from "./listen";
import type { State } from "./messages";
import { answerMetricsOfAll } from "./metrics";
import { send } from "./send";
import { answerNotFound, answerNotReady } from "./wait";

const { PORT, HOST, NODE_ENV, UNDERSTUDY_DATA_DIR } = parseEnv(process.env);

let isOpen = false;
let leaveMachines = () => {};
let isDraining = false;
let state: State = { isReady: false, isStudioUp: false, isServing: false };
let noteServing = () => {};
const serving = new Promise<void>((done) => {
  noteServing = done;
});
/** The first process of an instance listens immediately. Later ones listen when they can answer. */
const listensEarly = process.env.UNDERSTUDY_LISTENS_EARLY === "1";
let forward: Forward | null = null;
let events: EventThread | null = null;
let bundles: ReturnType<typeof createBundleThread> | null = null;
const work = startWorkPool({ threads: 1, waitingOfOne: 64 }); // the thread starts with the first slow template

function answer(request: IncomingMessage, response: ServerResponse): void {
  if (isDraining) response.setHeader("connection", "close");
  if (refuseUpgrade(request, response) || answerAnywhere(request, response)) return;
  toOriginForm(request);
  if (isOpen && handleRuntimeCall(request, response)) return;
  const path = pathOf(request.url);
  if (path === "/healthz" || path === "/readyz") answerProbe(request, response);
  else if (!isOpen) answerNotReady(request, response, "starting");
  else if (path === "/metrics") void answerMetricsOfAll(request, response);
  else passOn(request, response);
}

/** Forwards all other requests to the studio. */
function passOn(request: IncomingMessage, response: ServerResponse): void {
  const unreadable = findUnreadable(request);
  if (unreadable) refuseUnreadable(request, response, unreadable);
  else if (!forward) answerNotFound(request, response);
  else if (!state.isStudioUp) answerNotReady(request, response, state.isReady ? "away" : "starting");
  else {
    addTransportSecurity(request, response);
    pass(forward, request, response);
  }
}

function answerProbe(request: IncomingMessage, response: ServerResponse): void {
  // Startup waits for the database. Without it, the snapshot answers until startup ends.
  const isServing = state.isReady || canAnswerFromSnapshot();
  void answerHealth(request, response, {
    isStarting: !isOpen || !isServing,
    isStopping: isDraining,
    ...(forward && { isStudioUp: state.isStudioUp }),
  });
}

/** Forwards requests to the studio, with limits on their bodies. */
function pass(to: Forward, request: IncomingMessage, response: ServerResponse): void {
  guardBody(request, response, () => to.web(request, response));
}

const server = createHttpServer(answer);
// The development server has its own WebSocket. Everything else here uses only HTTP.
if (NODE_ENV === "development")
  server.on("upgrade", (request, socket, head) => {
    if (forward) forward.upgrade(request, socket as Socket, head);
    else socket.destroy();
  });

runChild({
  async open({ studio }) {
    forward = studio && forwardTo(studio, (request, response) => answerNotReady(request, response, "away"));
    startRuntime();
    leaveMachines = joinMachines(callTopics);
    await startSnapshotIn(UNDERSTUDY_DATA_DIR);
    events = startEventThread();
    bundles = createBundleThread();
    setBundleSource(bundles);
    startReporting("runtime");
    isOpen = true;
    if (listensEarly) return;
    await serving; // otherwise two processes on one port would give different answers
    await openPort();
  },
  noteState: (now) => {
    state = now;
    if (now.isServing) noteServing();
  },
  drain: () => {
    isDraining = true;
    endStreams();
  },
  async stop(withinMs) {
    isDraining = true;
    endStreams();
    await close(server, withinMs);
    forward?.close();
    await events?.stop();
    await bundles?.stop();
    if (!isOpen) return;
    leaveMachines();
    await stopReporting();
    await work.stop();
    await stopRuntime();
    await closeDatabase();
  },
});

async function openPort(): Promise<void> {
  send({ type: "listening", port: await listen(server, { port: PORT, host: HOST }) });
}

if (listensEarly)
  openPort().catch((error: Error) => {
    send({ type: "failed", message: error.message });
    process.exitCode = 1;
    process.disconnect?.();
  });

/** The worker process: all jobs run here. If it runs alone, it answers health and metrics on PORT. */
import { answerHealth } from "@/lib/api/health";
import { pathOf } from "@/lib/api/request-target";
import { startWorkPool } from "@/lib/api/work/start";
import { closeDatabase } from "@/lib/core/db";
import { parseEnv } from "@/lib/core/env";
import { startBackground, stopBackground } from "@/lib/jobs/schedule";
import { startReporting, stopReporting } from "@/lib/operations/commands/report-process";
import { runChild } from "./child";
import { close, createHttpServer, listen } from "./listen";
import { answerMetricsOfAll } from "./metrics";

const { PORT, HOST, UNDERSTUDY_ROLE } = parseEnv(process.env);
let isDraining = false;
let isOpen = false;
const work = startWorkPool(); // its threads start with the first task

const server = createHttpServer((request, response) => {
  const path = pathOf(request.url);
  if (path === "/metrics") return void answerMetricsOfAll(request, response);
  if (path === "/healthz" || path === "/readyz")
    return void answerHealth(request, response, { isStopping: isDraining });
  response.writeHead(404).end();
});

runChild({
  async open() {
    startBackground();
    startReporting("worker");
    isOpen = true;
    if (UNDERSTUDY_ROLE === "worker") await listen(server, { port: PORT, host: HOST });
  },
  drain: () => {
    isDraining = true;
  },
  async stop(withinMs) {
    isDraining = true;
    await close(server, withinMs);
    if (!isOpen) return;
    await stopReporting();
    await stopBackground();
    await work.stop();
    await closeDatabase();
  },
});

/** Responses for requests that cannot be served at the moment. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { writeTo } from "@/lib/api/node-exchange";
import { problemAnswer } from "@/lib/api/problem";
import { requestIdOf } from "@/lib/api/request-id";
import { pathOf } from "@/lib/api/request-target";
import { AppError } from "@/lib/core/errors";

const reasons = {
  starting: "Understudy is starting. Try again in a moment.",
  away: "The studio, which serves pages and the management API, is restarting. Try again in a moment.",
};

/** Answers 503 with Retry-After: problem+json under /api, else a page that reloads itself. */
export function answerNotReady(request: IncomingMessage, response: ServerResponse, reason: keyof typeof reasons): void {
  const path = pathOf(request.url);
  const headers = { "retry-after": "2", "cache-control": "no-store" };
  if (path.startsWith("/api/")) {
    const error = new AppError("service_unavailable", reasons[reason], { headers });
    writeTo(response, problemAnswer(error, { requestId: requestIdOf(null), instance: path }));
    return;
  }
  response.writeHead(503, { ...headers, "content-type": "text/html; charset=utf-8", refresh: "2" });
  response.end(page(reasons[reason]));
}

/** Answers 404 if this deployment has no studio. */
export function answerNotFound(request: IncomingMessage, response: ServerResponse): void {
  const message = "Only resolve and events are served here. The studio serves pages and the management API.";
  const context = { requestId: requestIdOf(null), instance: pathOf(request.url) };
  writeTo(response, problemAnswer(new AppError("not_found", message), context));
}

const page = (text: string) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Understudy</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
  body { display: grid; place-items: center; min-height: 100vh; margin: 0; padding: 24px; box-sizing: border-box }
  p { max-width: 36em; text-align: center }
</style>
<p>${text}</p></html>
`;

import { Hono } from "hono";
import { AppError } from "@/lib/core/errors";
import { fromRequest, splitUrl, toResponse } from "../exchange";
import { problemAnswer } from "../problem";
import { requestIdOf } from "../request-id";
import { serve } from "../serve";
import { docsPage } from "./docs-page";
import { endpoints, openEndpoints } from "./endpoints";
import { openApiBytes, openApiDocument } from "./openapi-document";

const toRoute = (path: string) => path.replaceAll(/\{(\w+)\}/g, ":$1");

function refuse(request: Request, error: unknown): Response {
  const context = {
    requestId: requestIdOf(request.headers.get("x-request-id")),
    instance: splitUrl(request.url).path,
  };
  return toResponse(problemAnswer(error, context));
}

/** Answers methods without a handler: OPTIONS with the list of methods, others with 405. */
function otherMethods(request: Request, methods: readonly string[]): Response {
  const allow = [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
  const detail = `${request.method} is not possible here. Possible: ${allow}.`;
  return refuse(request, new AppError("method_not_allowed", detail, { headers: { allow } }));
}

function unknownPath(request: Request): Response {
  const { path } = splitUrl(request.url);
  const hint = path.startsWith("/api/v1/prompts/")
    ? " A prompt's name is URL-encoded (/api/v1/prompts/support%2Ftriage), or its id is sent."
    : " All paths: /api/v1/docs.";
  return refuse(request, new AppError("not_found", `There is no such path.${hint}`));
}

const isPublic = { "cache-control": "no-cache", "x-content-type-options": "nosniff" };

function createApi(): Hono {
  const app = new Hono().basePath("/api/v1");
  app.get("/", (c) =>
    c.json({ name: "Understudy", openapi: "/api/v1/openapi.json", docs: "/api/v1/docs" }, 200, isPublic),
  );
  app.get("/openapi.json", (c) => c.body(openApiBytes(), 200, { ...isPublic, "content-type": "application/json" }));
  app.get("/docs", () => docsPage(openApiDocument(), isPublic));
  for (const path of ["/", "/openapi.json", "/docs"]) app.all(path, (c) => otherMethods(c.req.raw, ["GET"]));

  // Each path ends with its 405 handler, so that /prompts/resolve does not fall through to /prompts/{name}.
  const all = [...endpoints, ...openEndpoints];
  for (const path of new Set(all.map((endpoint) => endpoint.path))) {
    const own = all.filter((endpoint) => endpoint.path === path);
    const methods = own.map(({ method }) => method.toUpperCase());
    for (const endpoint of own)
      app.on(endpoint.method.toUpperCase(), toRoute(path), async (c) =>
        toResponse(await serve(endpoint, fromRequest(c.req.raw), c.req.param())),
      );
    app.all(toRoute(path), (c) => otherMethods(c.req.raw, methods));
  }
  app.notFound((c) => unknownPath(c.req.raw));
  app.onError((error, c) => refuse(c.req.raw, error));
  return app;
}

/** The whole API as a function from Request to Response. It is mounted both before Next and inside it. */
export const api = createApi();

/** Returns 404 as problem+json for unknown paths under /api. */
export function unknownApiPath(request: Request): Response {
  return refuse(request, new AppError("not_found", "There is no such path. The API is at /api/v1."));
}

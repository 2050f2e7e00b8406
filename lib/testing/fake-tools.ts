import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

type Fields = Record<string, unknown>;
type Reply = { status: number; body: unknown; headers?: Record<string, string> };

/** A fake server of another tool. */
export type FakeTool = {
  url: string;
  /** The requested paths, with their queries. */
  requests: string[];
  /** Responses that replace the next ones. */
  faults: Reply[];
  stop: () => Promise<void>;
};

type ToolRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: Fields;
};

/** Starts a server on 127.0.0.1 that responds with the result of `answer`. Null is 404. */
async function startTool(answer: (ask: ToolRequest) => Reply | Fields | unknown[] | null): Promise<FakeTool> {
  const requests: string[] = [];
  const faults: Reply[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const url = new URL(request.url ?? "/", "http://x");
    requests.push(`${request.method} ${url.pathname}${url.search}`);
    const fault = faults.shift();
    const configured =
      fault ??
      answer({
        method: request.method ?? "",
        path: decodeURIComponent(url.pathname),
        query: url.searchParams,
        headers: request.headers,
        body: text ? JSON.parse(text) : {},
      });
    const isReply = configured !== null && !Array.isArray(configured) && "status" in configured && "body" in configured;
    const reply: Reply = isReply
      ? (configured as Reply)
      : { status: configured === null ? 404 : 200, body: configured ?? {} };
    response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
    response.end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => new Promise<void>((done) => server.close(() => done()).closeAllConnections());
  return { url, requests, faults, stop };
}

const denied: Reply = { status: 401, body: { message: "Invalid credentials" } };
const pageOf = <Item>(items: readonly Item[], query: URLSearchParams) => {
  const [page, limit] = [Number(query.get("page") ?? 1), Number(query.get("limit") ?? query.get("per_page") ?? 10)];
  return items.slice((page - 1) * limit, page * limit);
};
const slice = <Item>(items: readonly Item[], query: URLSearchParams) => {
  const [offset, limit] = [Number(query.get("offset") ?? 0), Number(query.get("limit") ?? 10)];
  return items.slice(offset, offset + limit);
};

/** Langfuse's public API for our client: pages of 1 to 100 items, a prompt by name and version. */
export function startFakeLangfuse(prompts: Fields[], items: Record<string, Fields[]> = {}): Promise<FakeTool> {
  const names = [...new Set(prompts.map(({ name }) => String(name)))];
  return startTool(({ path, query, headers }) => {
    if (headers.authorization !== `Basic ${Buffer.from("pk:sk").toString("base64")}`) return denied;
    const meta = (totalItems: number) => ({
      page: Number(query.get("page")),
      limit: Number(query.get("limit")),
      totalItems,
    });
    if (path === "/api/public/v2/prompts") {
      const data = pageOf(names, query).map((name) => {
        const own = prompts.filter((prompt) => prompt.name === name);
        return { name, versions: own.map(({ version }) => version), labels: [], tags: [], lastConfig: {} };
      });
      return { data, meta: meta(names.length) };
    }
    if (path.startsWith("/api/public/v2/prompts/")) {
      const name = path.slice("/api/public/v2/prompts/".length);
      const version = Number(query.get("version"));
      return prompts.find((prompt) => prompt.name === name && prompt.version === version) ?? null;
    }
    if (path === "/api/public/v2/datasets")
      return {
        data: pageOf(Object.keys(items), query).map((name) => ({ name })),
        meta: meta(Object.keys(items).length),
      };
    if (path === "/api/public/dataset-items")
      return { data: pageOf(items[query.get("datasetName") ?? ""] ?? [], query), meta: meta(0) };
    return null;
  });
}

type FakeRepo = {
  handle: string;
  tenant: string;
  commits: { hash: string; manifest: unknown }[];
  tags: Record<string, string>;
};

/** LangSmith's API for our client: lists by offset, newest commit first. */
export function startFakeLangSmith(repos: FakeRepo[], datasets: Record<string, Fields[]> = {}): Promise<FakeTool> {
  return startTool(({ path, query, headers }) => {
    if (headers["x-api-key"] !== "lsv2_key") return denied;
    if (path === "/settings") return { id: "own", tenant_handle: null };
    if (path === "/repos") {
      const all = repos.map(({ handle, tenant, commits }) => ({
        repo_handle: handle,
        owner: null,
        tenant_id: tenant,
        description: `About ${handle}`,
        tags: ["a"],
        num_commits: commits.length,
      }));
      return { repos: slice(all, query), total: all.length };
    }
    if (path === "/datasets") return slice(Object.keys(datasets), query).map((name) => ({ id: name, name }));
    if (path === "/examples") return slice(datasets[query.get("dataset") ?? ""] ?? [], query);
    const [, kind, , handle, rest = ""] = path.split("/");
    const repo = repos.find((each) => each.handle === handle);
    if (!repo) return null;
    if (kind === "repos" && rest === "tags")
      return Object.entries(repo.tags).map(([tag_name, commit_hash]) => ({ tag_name, commit_hash }));
    if (kind !== "commits") return null;
    if (rest === "") {
      const commits = repo.commits.toReversed().map(({ hash }) => ({ commit_hash: hash }));
      return { commits: slice(commits, query), total: commits.length };
    }
    const commit = repo.commits.find(({ hash }) => hash === rest);
    return commit ? { commit_hash: commit.hash, manifest: commit.manifest, examples: [] } : null;
  });
}

/** PromptLayer's API for our client. A rendered version has its filled text in `llm_kwargs`. */
export function startFakePromptLayer(
  templates: Fields[],
  render: (template: Fields, values: Fields) => unknown = () => null,
): Promise<FakeTool> {
  const newest = [...new Map(templates.map((template) => [template.prompt_name, template])).values()];
  return startTool(({ method, path, query, headers, body }) => {
    if (headers["x-api-key"] !== "pl_key") return denied;
    if (path === "/prompt-templates" && method === "GET")
      return { items: pageOf(newest, query), page: Number(query.get("page")), total: newest.length };
    if (!path.startsWith("/prompt-templates/") || method !== "POST") return null;
    const name = path.slice("/prompt-templates/".length);
    const found = templates.find(({ prompt_name, version }) => prompt_name === name && version === body.version);
    if (!found) return null;
    const values = body.input_variables as Fields | undefined;
    return { ...found, llm_kwargs: values ? render(found, values) : null };
  });
}

/**
 * ClickHouse's HTTP interface for the real engine in this process (`chdb`), as far as `@clickhouse/client` needs it.
 * The package is large, so it has its own folder. As a program: `clickhouse-bridge.ts <folder of the package> <data>`.
 */
import { createServer, type IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

type Session = {
  queryAsync: (text: string, options: { format: string }) => Promise<{ text: () => string }>;
  close: () => void;
};

/** The parameters of the interface itself. All others are settings of the statement. */
const own = new Set(["query", "database", "default_format", "query_id", "session_id", "role", "wait_end_of_query"]);
const quoted = (value: string) => `'${value.replace(/[\\']/g, "\\$&")}'`;

/** Reads the statement or its data. Long parameters are sent as a form with the statement and are added. */
async function readBody(request: IncomingMessage, search: URLSearchParams): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("multipart/form-data"))
    return (request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString();
  const form = await new Response(body, { headers: { "content-type": type } }).formData();
  for (const [name, value] of form) if (name !== "query") search.append(name, String(value));
  return String(form.get("query"));
}

export async function startClickHouseBridge(modules: string, folder: string) {
  const { Session } = createRequire(join(modules, "package.json"))("chdb") as {
    Session: new (path: string) => Session;
  };
  const session = new Session(folder);
  const run = async (text: string, format = "JSONEachRow") => (await session.queryAsync(text, { format })).text();

  async function answer(search: URLSearchParams, body: string): Promise<string> {
    const settings = [...search].filter(([name]) => !own.has(name));
    const values = settings.map(([name, value]) => `${name} = ${quoted(value)}`);
    if (values.length > 0) await run(`set ${values.join(", ")}`);
    try {
      const query = search.get("query");
      return await run(query === null ? body : `${query}\n${body}`);
    } finally {
      for (const [name] of settings) if (!name.startsWith("param_")) await run(`set ${name} = default`);
    }
  }

  // Settings belong to the session, so statements run one at a time.
  let last: Promise<unknown> = Promise.resolve();
  const server = createServer(async (request, response) => {
    const { searchParams, pathname } = new URL(request.url ?? "/", "http://bridge");
    if (pathname === "/ping") return response.end("Ok.\n");
    const body = await readBody(request, searchParams).catch(() => null);
    if (body === null) return response.destroy(); // the request was aborted
    const turn = last.then(() => answer(searchParams, body));
    last = turn.catch(() => {});
    turn.then(
      (text) => response.writeHead(200, { "content-type": "application/json" }).end(text),
      (error: Error) => {
        const code = /^Code: (\d+)/.exec(error.message)?.[1] ?? "1000";
        response.writeHead(500, { "x-clickhouse-exception-code": code }).end(error.message);
      },
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      session.close();
    },
  };
}

const [, program, modules, folder] = process.argv;
if (program && modules && folder && import.meta.url === pathToFileURL(program).href) {
  const bridge = await startClickHouseBridge(modules, folder);
  process.stdout.write(`${bridge.url}\n`);
  process.once("disconnect", () => process.exit());
  process.once("SIGTERM", () => void bridge.stop().then(() => process.exit()));
}

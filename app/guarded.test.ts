import { describe, expect, test, vi } from "vitest";
import { answerEditor } from "@/lib/api/editor";
import { answerImport } from "@/lib/api/imports";
import { api } from "@/lib/api/v1/app";
import { endpoints, openEndpoints } from "@/lib/api/v1/endpoints";
import { type Node, nameOf, readSources, type SourceFile, walk } from "@/scripts/test/source-tree";

const files = readSources("app", "components", "lib").filter(({ isTest }) => !isTest);

/** Pages that anyone may open, and why. */
const openPages: Record<string, string> = {
  "app/page.tsx": "sends people on: to their workspace or to sign-in",
  "app/(auth)/sign-in/page.tsx": "the way in",
  "app/(auth)/sign-in/forgot/page.tsx": "asks for a link by e-mail",
  "app/(auth)/sign-in/reset/[token]/page.tsx": "sets a password: the link's secret token is the permission",
  "app/(auth)/sign-in/confirm/[token]/page.tsx": "confirms an address: the link's secret token is the permission",
  "app/preview/[token]/page.tsx": "shows what a preview link opens: its secret token is the permission",
  "app/shared/[token]/[[...view]]/page.tsx": "shows what a link to results opens: its secret token is the permission",
  "app/(auth)/invitation/[token]/page.tsx": "the way in for those invited: whoever holds the link is told what it is",
};

/** Route handlers: each is a mount of guarded code, or answers everyone on purpose. */
const routes: Record<string, string> = {
  "app/api/v1/[[...route]]/route.ts": "mounts lib/api/v1, whose every endpoint is checked below",
  "app/api/[[...path]]/route.ts": "answers 404 to paths of nothing",
  "app/api/public/[[...path]]/route.ts":
    "mounts lib/api/drop-in, whose every endpoint asks for a key as lib/api/v1 does",
  "app/api/mcp/route.ts": "mounts lib/api/mcp, which asks for a key and checks its rights for each tool",
  "app/api/promptlayer/[[...path]]/route.ts": "mounts lib/api/drop-in as well",
  "app/api/scim/[[...path]]/route.ts": "hands what comes to lib/api/scim, which asks for a SCIM token on every path",
  "app/api/editor/[workspace]/route.ts": "hands a session's member to lib/api/editor, which is checked below",
  "app/api/shared-drafts/[workspace]/route.ts":
    "hands a session's member to lib/api/shared-draft, which refuses other sites and everybody else",
  "app/api/calls/[workspace]/route.ts": "hands a session's member to lib/api/calls, which refuses everybody else",
  "app/api/waiting/[workspace]/route.ts": "hands a session's member to lib/api/waiting, which refuses everybody else",
  "app/api/imports/[workspace]/[kind]/route.ts": "hands a session's member to lib/api/imports, which is checked below",
  "app/api/auth/[...nextauth]/route.ts": "next-auth: signing in and out, with its own CSRF token",
  "app/api/cron/[job]/route.ts": "hands what comes to lib/api/cron, which asks for CRON_SECRET and is checked there",
  "app/api/audit/[workspace]/route.ts":
    "hands the request to lib/api/downloads, which refuses all but admins and owners",
  "app/api/quality/[workspace]/route.ts":
    "hands the request to lib/api/downloads, which refuses everybody but members and reads within the workspace",
  "app/api/usage/[workspace]/route.ts":
    "hands the request to lib/api/downloads, which refuses everybody but members and reads within the workspace",
  "app/api/requests/[workspace]/route.ts":
    "hands the request to lib/api/downloads, which refuses everybody but members who may read requests",
  "app/api/playground/[workspace]/route.ts":
    "hands the request to lib/api/playground, which refuses other sites, people without a session, and viewers",
  "app/api/evaluations/[workspace]/[id]/[...path]/route.ts":
    "hands a session's member to lib/api/run-results, which refuses everybody else and reads within the workspace",
  "app/api/shared/[token]/[...path]/route.ts":
    "hands a link's token to lib/api/run-results: the token is the permission, for that one run",
  "app/[workspace]/export/route.ts":
    "hands the request to lib/api/downloads, which refuses everybody but members and reads within the workspace",
  "app/[workspace]/evaluations/suites/[id]/export/route.ts":
    "hands the request to lib/api/downloads, which refuses everybody but members and reads within the workspace",
  "app/[workspace]/experiments/[id]/export/route.ts":
    "hands the request to lib/api/downloads, which refuses everybody but members and reads within the workspace",
  "app/healthz/route.ts": "says that the process runs, and nothing else",
  "app/readyz/route.ts": "says whether the process can serve, and nothing else",
  "app/metrics/route.ts": "hands the Authorization header to lib/api/metrics, which refuses without METRICS_TOKEN",
};

const callsIn = (file: SourceFile) => {
  const names = new Set<string>();
  for (const statement of file.body) {
    walk(statement, (node) => {
      if (node.type === "CallExpression") names.add(nameOf(node.callee) ?? "");
    });
  }
  return names;
};

/** Whether the name is imported from that file, not something of the same name. */
const importsFrom = ({ imports }: SourceFile, file: string, name: string) =>
  imports.some((entry) => entry.file === file && entry.names.includes(name));

/** What makes an action that knows who asks: a member of the workspace, or a person for what is their own. */
const makers = ["defineAction", "definePersonAction"];

/** Actions for anybody, made by `defineOpenAction`, and what they go by instead. */
const openActions: Record<string, string> = {
  "app/(auth)/sign-in/actions.ts": "people who cannot sign in: a link's secret token, or an answer that says nothing",
};

/** What a "use server" file exports that none of them made. */
function unguardedExports({ body, path }: SourceFile): string[] {
  return body
    .filter((node) => /^Export/.test(node.type) && node.exportKind !== "type")
    .flatMap((node) => {
      const declaration = node.declaration as Node | undefined;
      if (/^TS(TypeAlias|Interface)Declaration$/.test(declaration?.type ?? "")) return [];
      if (declaration?.type !== "VariableDeclaration") return [nameOf(declaration?.id) ?? node.type];
      return (declaration.declarations as Node[])
        .filter(({ init }) => {
          const maker = nameOf((init as Node | null)?.callee) ?? "";
          return !makers.includes(maker) && !(maker === "defineOpenAction" && path in openActions);
        })
        .map(({ id }) => nameOf(id) ?? "?");
    });
}

describe("server actions", () => {
  const actions = files.filter(({ directive }) => directive === "use server");

  test("every export is created by defineAction or definePersonAction", () => {
    const unguarded = actions.flatMap((file) => unguardedExports(file).map((name) => `${file.path}: ${name}`));
    expect(unguarded).toEqual([]);
    const all = [...makers, "defineOpenAction"];
    const others = actions.filter((file) => !all.some((maker) => importsFrom(file, "lib/api/action.ts", maker)));
    expect(others.map(({ path }) => path)).toEqual([]);
  });

  test("no action is declared in another file", () => {
    const hidden = files.filter(({ directive, text }) => directive !== "use server" && /["']use server["']/.test(text));
    expect(hidden.map(({ path }) => path)).toEqual([]);
  });
});

/** What loads for several pages, and asks who is there for all of them. */
const loaders: Record<string, string> = {
  openTab: "app/[workspace]/prompts/[name]/_components/open-prompt.ts",
  openExperiment: "app/[workspace]/experiments/[id]/_components/experiment-frame.tsx",
  findExperiment: "app/[workspace]/experiments/[id]/_components/find-experiment.ts",
};
const usesLoader = (file: SourceFile) =>
  Object.entries(loaders).some(([name, path]) => importsFrom(file, path, name) && callsIn(file).has(name));

describe("pages", () => {
  const pages = files.filter(({ path }) => /^app\/(.*\/)?page\.tsx$/.test(path));

  test("every page checks the session, or is public with a reason", () => {
    const unguarded = pages.filter((file) => {
      const guards = file.path.startsWith("app/[workspace]/") ? ["requireActor"] : ["requireActor", "requirePerson"];
      const isGuarded = guards.some(
        (guard) => importsFrom(file, "lib/auth/session.ts", guard) && callsIn(file).has(guard),
      );
      return !isGuarded && !usesLoader(file) && !(file.path in openPages);
    });
    expect(unguarded.map(({ path }) => path)).toEqual([]);
    expect(pages.filter(({ path }) => path.startsWith("app/[workspace]/")).length).toBeGreaterThan(0);
  });

  test("every loader of pages checks the session, itself or by another one", () => {
    const asks = (path: string): boolean => {
      const calls = callsIn(files.find((file) => file.path === path) as SourceFile);
      return calls.has("requireActor") || Object.entries(loaders).some(([name, at]) => at !== path && calls.has(name));
    };
    expect(Object.values(loaders).filter((path) => !asks(path))).toEqual([]);
    expect(asks(loaders.findExperiment as string)).toBe(true);
  });

  test("layouts and other files of a workspace that read data check it, too", () => {
    const reads = ({ path, imports }: SourceFile) =>
      path.startsWith("app/[workspace]/") && imports.some(({ file }) => /^lib\/[a-z]+\/queries/.test(file ?? ""));
    const unguarded = files.filter(
      (file) =>
        reads(file) && file.directive !== "use server" && /\/(page|layout|template|default)\.tsx$/.test(file.path),
    );
    const silent = unguarded.filter((file) => !callsIn(file).has("requireActor") && !usesLoader(file));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });
});

describe("routes", () => {
  test("every route handler is listed, with the reason if it is public", () => {
    const handlers = files.filter(({ path }) => /^app\/(.*\/)?route\.tsx?$/.test(path)).map(({ path }) => path);
    expect(handlers.filter((path) => !(path in routes))).toEqual([]);
    expect(Object.keys(routes).filter((path) => !handlers.includes(path))).toEqual([]);
  });

  const post = (headers: Record<string, string>) =>
    new Request("http://localhost:3000/api/editor/fernway", { method: "POST", headers, body: "{}" });

  test("the editor's route refuses other sites before it checks the session, and strangers afterwards", async () => {
    const nobody = vi.fn(async () => null);
    const foreign: Record<string, string>[] = [
      {},
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site", origin: "http://localhost:3000", host: "localhost:3000" },
      { origin: "http://evil.example", host: "localhost:3000" },
    ];
    for (const headers of foreign) {
      const refused = await answerEditor(post(headers), "fernway", nobody);
      expect(await refused.json()).toMatchObject({ status: 403, code: "cross_site_request" });
    }
    expect(nobody).not.toHaveBeenCalled();
    const own: Record<string, string>[] = [
      { "sec-fetch-site": "same-origin" },
      { origin: "http://a.test", host: "a.test" },
    ];
    for (const headers of own) {
      const refused = await answerEditor(post(headers), "fernway", nobody);
      expect(await refused.json()).toMatchObject({ status: 401, code: "unauthenticated" });
    }
  });

  test("the import's route refuses other sites and strangers before it reads the body", async () => {
    const from = (headers: Record<string, string>) =>
      new Request("http://localhost:3000/api/imports/fernway/plan", { method: "POST", headers, body: "{" });
    const place = { workspace: "fernway", kind: "plan" };
    const codeOf = async (headers: Record<string, string>) =>
      (await (await answerImport(from(headers), place, async () => null)).json()).code;
    expect(await codeOf({})).toBe("cross_site_request");
    expect(await codeOf({ "sec-fetch-site": "same-site" })).toBe("cross_site_request");
    expect(await codeOf({ "sec-fetch-site": "same-origin" })).toBe("unauthenticated");
  });

  const open = ["/", "/openapi.json", "/docs", "/device/code", "/token"]; // the token in the body is the permission
  const concrete = (path: string) => `/api/v1${path.replaceAll(/\{(\w+)\}/g, "x")}`;

  test("the API has only its endpoints and five public routes", () => {
    expect(openEndpoints.map(({ path }) => path)).toEqual(["/device/code", "/token"]);
    const known = new Set([...open, ...endpoints.map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ":$1"))]);
    const unknown = api.routes
      .map(({ path }) => path.replace(/^\/api\/v1(?=\/)/, "") || "/")
      .filter((path) => !known.has(path));
    expect(unknown.filter((path) => path !== "/api/v1")).toEqual([]);
    expect(endpoints.length).toBeGreaterThan(10);
  });

  test.each(endpoints.map(({ method, path }) => [method.toUpperCase(), path]))(
    "%s %s refuses without a key and with a made-up one",
    async (method, path) => {
      const body = method === "GET" ? undefined : "{}";
      for (const authorization of [undefined, "Bearer usk_manage_made-up", "Basic YTpi"]) {
        const headers = { "content-type": "application/json", ...(authorization && { authorization }) };
        const response = await api.request(concrete(path), { method, headers, body });
        expect(response.status).toBe(401);
        expect(response.headers.get("content-type")).toContain("application/problem+json");
      }
    },
  );
});

/** The fixtures of every journey: the server's credentials, the API as an application uses it, a signed-in page. */
import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import type { Browser } from "./chromium";
import type { Credentials, RunningServer } from "./server";

export { expect };

export type EnvironmentName = keyof Credentials["apiKeys"]["runtime"];
export type Api = {
  /** Sends a request with the manage key. Returns the status and the parsed JSON. */
  manage: ApiCall;
  /** Sends a request with the runtime key of an environment. */
  runtime: (environment: EnvironmentName) => ApiCall;
};
const nobody = { cookies: [], origins: [] };

export type ApiCall = <T = unknown>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: T; headers: Headers }>;

type Fixtures = {
  /** Fails the journey if a page throws or the browser reports an error: a broken script, a CSP violation. */
  complaints: string[];
  /** A page without a session. */
  visitor: Page;
  api: Api;
};
export type WorkerFixtures = {
  server: Pick<RunningServer, "url" | "dataDir" | "credentials">;
  credentials: Credentials;
  session: Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>;
};

function fromEnvironment<T>(name: string): T {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the global setup did not run.`);
  return JSON.parse(value) as T;
}

/** Opens the sign-in form and fills it in. */
export async function signIn(page: Page, person: Pick<Credentials, "email" | "password">): Promise<void> {
  await page.goto("/sign-in");
  await fillSignIn(page, person);
}

/** Fills in the open sign-in form. */
export async function fillSignIn(
  page: Page,
  { email, password }: Pick<Credentials, "email" | "password">,
): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

export const apiCall =
  (url: string, key: string): ApiCall =>
  async (method, path, body) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { "content-type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null, headers: response.headers };
  };

export const test = base.extend<Fixtures, WorkerFixtures>({
  launchOptions: [
    async ({ playwright: _ }, use) => {
      const { executablePath, args, env } = fromEnvironment<Browser>("UNDERSTUDY_TEST_BROWSER");
      // A page of a journey lives for seconds. To optimize its code costs a fifth of its processor time, and saves
      // none.
      const flags = "--js-flags=--no-opt --no-maglev --max-lazy";
      await use({
        executablePath,
        args: [...args, flags],
        env: { ...(process.env as Record<string, string>), ...env },
      });
    },
    { scope: "worker" },
  ],
  server: [
    async ({ playwright: _ }, use) => {
      await use(fromEnvironment("UNDERSTUDY_TEST_SERVER"));
    },
    { scope: "worker" },
  ],
  credentials: [
    async ({ server }, use) => {
      await use(server.credentials);
    },
    { scope: "worker" },
  ],
  session: [
    async ({ browser, server }, use) => {
      // Stored beside the server's data, so that a new worker after a failure does not reach the sign-in limit.
      const file = join(server.dataDir, "journey-session.json");
      if (!existsSync(file)) {
        const context = await browser.newContext({ baseURL: server.url, storageState: nobody });
        await signIn(await context.newPage(), server.credentials);
        const own = `${file}.${process.pid}`;
        await context.storageState({ path: own });
        renameSync(own, file); // atomic, because another worker may read it
        await context.close();
      }
      await use(JSON.parse(readFileSync(file, "utf8")));
    },
    { scope: "worker" },
  ],
  complaints: [
    async ({ context }, use) => {
      const complaints: string[] = [];
      context.on("weberror", (error) => complaints.push(String(error.error())));
      context.on("console", (message) => {
        const isAnswer = message.text().startsWith("Failed to load resource"); // a refused request may be intended
        if (message.type() === "error" && !isAnswer) complaints.push(message.text());
      });
      await use(complaints);
      expect(complaints, "errors in the browser's console").toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context }, use) => {
    await use(context);
    // A script of the page can still be on its way through a handler. The end of the journey would make that an error.
    const routed = [...context.pages(), context].map((one) => one.unrouteAll({ behavior: "ignoreErrors" }));
    await Promise.allSettled(routed); // a page can have crashed
  },
  baseURL: async ({ server }, use) => {
    await use(server.url);
  },
  storageState: async ({ session }, use) => {
    await use(session);
  },
  visitor: async ({ browser, server }, use) => {
    const context = await browser.newContext({ baseURL: server.url, storageState: nobody });
    await use(await context.newPage());
    await context.close();
  },
  api: async ({ server }, use) => {
    const { manage, runtime } = server.credentials.apiKeys;
    await use({
      manage: apiCall(server.url, manage),
      runtime: (environment) => apiCall(server.url, runtime[environment]),
    });
  },
});

/**
 * Read-only journeys share one context per worker, so that scripts and styles are cached between pages. Browser storage
 * is shared too.
 */
export const lookTest = test.extend<object, { lookContext: BrowserContext }>({
  lookContext: [
    async ({ browser, server, session }, use) => {
      const context = await browser.newContext({
        baseURL: server.url,
        storageState: session,
        locale: "en-GB",
        timezoneId: "UTC",
      });
      await use(context);
      await context.close();
    },
    { scope: "worker" },
  ],
  context: async ({ lookContext }, use) => {
    await use(lookContext);
    await Promise.all(lookContext.pages().map((page) => page.close()));
  },
});

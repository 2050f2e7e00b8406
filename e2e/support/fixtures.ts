/** What every journey starts with: the server's credentials, the API as an application sees it, a signed-in page. */
import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import type { Browser } from "./chromium";
import type { Credentials, RunningServer } from "./server";

export { expect };

export type EnvironmentName = keyof Credentials["apiKeys"]["runtime"];
export type Api = {
  /** A request with the manage key; answers parsed JSON with the status. */
  manage: ApiCall;
  /** A request with the runtime key of an environment. */
  runtime: (environment: EnvironmentName) => ApiCall;
};
const nobody = { cookies: [], origins: [] };

export type ApiCall = <T = unknown>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: T; headers: Headers }>;

type Fixtures = {
  /** Fails the journey when a page throws or the browser complains: a broken script, a breach of the CSP. */
  complaints: string[];
  /** A page of nobody. */
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

/** Opens the sign-in form and fills it as a person would. */
export async function signIn(page: Page, person: Pick<Credentials, "email" | "password">): Promise<void> {
  await page.goto("/sign-in");
  await fillSignIn(page, person);
}

/** Fills the sign-in form that is open. */
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
      await use({ executablePath, args, env: { ...(process.env as Record<string, string>), ...env } });
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
      // Kept beside the server's data: a worker that takes over after a failure must not meet the sign-in limit.
      const file = join(server.dataDir, "journey-session.json");
      if (!existsSync(file)) {
        const context = await browser.newContext({ baseURL: server.url, storageState: nobody });
        await signIn(await context.newPage(), server.credentials);
        const own = `${file}.${process.pid}`;
        await context.storageState({ path: own });
        renameSync(own, file); // whole, for a worker that looks at this moment
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
        const isAnswer = message.text().startsWith("Failed to load resource"); // a refusal may be the point
        if (message.type() === "error" && !isAnswer) complaints.push(message.text());
      });
      await use(complaints);
      expect(complaints, "errors in the browser's console").toEqual([]);
    },
    { auto: true },
  ],
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
 * Journeys that only look share one context per worker: scripts and styles that one page loaded are there for the next.
 * What a page keeps in the browser stays for the pages after it.
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

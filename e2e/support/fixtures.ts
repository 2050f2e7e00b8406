/** What every journey starts with: the server's credentials, the API as an application sees it, a signed-in page. */
import { test as base, type Page } from "@playwright/test";
import type { Browser } from "./chromium";
import type { Credentials, RunningServer } from "./server";

export { expect } from "@playwright/test";

type Api = {
  /** A request with the manage key; answers parsed JSON with the status. */
  manage: ApiCall;
  /** A request with the runtime key of an environment. */
  runtime: (environment: keyof Credentials["apiKeys"]["runtime"]) => ApiCall;
};
type ApiCall = <T = unknown>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: T; headers: Headers }>;

type Fixtures = {
  /** A page of nobody. */
  visitor: Page;
  api: Api;
};
type WorkerFixtures = {
  server: Pick<RunningServer, "url" | "dataDir" | "credentials">;
  credentials: Credentials;
  session: Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>;
};

function fromEnvironment<T>(name: string): T {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the global setup did not run.`);
  return JSON.parse(value) as T;
}

/** Fills the sign-in form as a person would. */
export async function signIn(page: Page, { email, password }: Pick<Credentials, "email" | "password">): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

const call =
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
      const context = await browser.newContext({ baseURL: server.url });
      await signIn(await context.newPage(), server.credentials);
      const state = await context.storageState();
      await context.close();
      await use(state);
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => {
    await use(server.url);
  },
  storageState: async ({ session }, use) => {
    await use(session);
  },
  visitor: async ({ browser, server }, use) => {
    const context = await browser.newContext({ baseURL: server.url });
    await use(await context.newPage());
    await context.close();
  },
  api: async ({ server }, use) => {
    const { manage, runtime } = server.credentials.apiKeys;
    await use({
      manage: call(server.url, manage),
      runtime: (environment) => call(server.url, runtime[environment]),
    });
  },
});

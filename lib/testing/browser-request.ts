import "next/dist/server/node-environment-baseline";
import { workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external";
import { workUnitAsyncStorage } from "next/dist/server/app-render/work-unit-async-storage.external";
import { createRequestStoreForAPI } from "next/dist/server/async-storage/request-store";
import { encode } from "next-auth/jwt";
import { env } from "@/lib/core/env";

type StoreOptions = Parameters<typeof createRequestStoreForAPI>;
type WorkStore = NonNullable<ReturnType<typeof workAsyncStorage.getStore>>;

/** The cookie of a browser after sign-in. */
export async function sessionCookie(sessionId: string): Promise<string> {
  return `next-auth.session-token=${await encode({ token: { sessionId }, secret: env().NEXTAUTH_SECRET ?? "" })}`;
}

/** Runs a server action as Next does for a request with this cookie. Headers and cookies are real. */
export async function withCookie<T>(cookie: string | null, work: () => Promise<T>): Promise<T> {
  const headers = new Headers({ host: "localhost:3000", ...(cookie && { cookie }) });
  const later: (() => unknown)[] = [];
  const afterContext = { after: (task: () => unknown) => later.push(task) };
  const url = { pathname: "/", search: "" };
  const options = [{ headers }, url, { tags: [], expirationsByCacheKind: new Map() }] as unknown as StoreOptions;
  const request = createRequestStoreForAPI(...options);
  const store = { route: "/", page: "/", afterContext } as unknown as WorkStore;
  const run = () => workAsyncStorage.run(store, () => workUnitAsyncStorage.run(request, work));
  const result = await run();
  for (const task of later) await task();
  return result;
}

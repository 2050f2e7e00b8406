import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import type { NextAuthOptions } from "next-auth";
import { getServerSession } from "next-auth/next";
import credentials from "next-auth/providers/credentials";
import { cache } from "react";
import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { env } from "@/lib/core/env";
import { AppError, isAppError } from "@/lib/core/errors";
import { parseJson } from "@/lib/core/parse-json";
import { parseInput } from "@/lib/core/validation";
import type { UserActor } from "./actor";
import { clientAddress } from "./client-address";
import { joinWithAccount } from "./commands/invitations";
import { signInWithProvider } from "./commands/sign-in-with-provider";
import { identityProviders, type ProviderUser } from "./identity-providers";
import { deviceCookie } from "./known-device";
import { authLogger } from "./note-provider-fault";
import { signInWithPasskey } from "./passkeys/commands/use-passkey";
import { passkeyAnswer } from "./passkeys/schema";
import { getMemberActor, listMembershipsOf, type Membership } from "./queries/memberships";
import { requestedPathHeader } from "./return-path";
import { joinWithAccountInput } from "./schema";
import { endSession, startSession } from "./sessions/commands";
import type { Client } from "./sessions/open-session";
import { getPersonOfSession, type SessionPerson } from "./sessions/queries";
import { idleDays } from "./sessions/rules";
import { signIn } from "./sign-in";
import { giveBackLink, mayTryLink } from "./try-limit";

const nowhere: Client = { userAgent: "", address: "" };

/** The client of a request, from its headers. */
export function clientOf(headers: Headers): Client {
  const address = clientAddress(headers.get("x-forwarded-for") ?? undefined, env().TRUSTED_PROXIES);
  const cookies = (headers.get("cookie") ?? "").split(/;\s*/).map((pair) => pair.split("=", 2));
  const device = cookies.find(([name]) => name === deviceCookie)?.[1] ?? null;
  return { userAgent: headers.get("user-agent") ?? "", address, deviceCookie: device };
}

const withPassword = (client: Client) =>
  credentials({
    name: "e-mail and password",
    credentials: { email: { type: "email" }, password: { type: "password" }, code: { type: "text" } },
    async authorize(input) {
      const result = await signIn(input?.email ?? "", input?.password ?? "", client, input?.code ?? "");
      if (result.ok) return result.user;
      if (result.reason === "no_match") return null;
      throw new Error(result.reason);
    },
  });

/** `response` is the browser's passkey answer, as JSON. */
const withPasskey = (client: Client) =>
  credentials({
    id: "passkey",
    name: "passkey",
    credentials: { response: { type: "text" } },
    async authorize(input) {
      if (!mayTryLink(client.address)) throw new Error("rate_limited");
      try {
        const answer = passkeyAnswer.safeParse(parseJson(input?.response ?? ""));
        const user = answer.success ? await signInWithPasskey(answer.data, client) : null;
        if (!user) throw new Error("passkey_refused");
        for (let n = 0; n < 2; n++) giveBackLink(client.address); // this attempt and the request of the challenge
        return user;
      } catch (error) {
        throw isDatabaseUnavailable(error) ? new Error("database_unavailable") : error;
      }
    },
  });

/** Creates an account for an invited person, adds it to the workspace, and signs it in. */
const withInvitation = (client: Client) =>
  credentials({
    id: "invitation",
    name: "invitation",
    credentials: { token: { type: "password" }, name: { type: "text" }, password: { type: "password" } },
    async authorize(input) {
      if (!mayTryLink(client.address)) throw new Error("rate_limited");
      try {
        const { token, name, password } = input ?? {};
        const user = await joinWithAccount(parseInput(joinWithAccountInput, { token, name, password }));
        giveBackLink(client.address);
        return { ...user, sessionId: await startSession({ userId: user.id, method: "invitation", client }) };
      } catch (error) {
        throw isAppError(error) ? new Error(error.code) : error;
      }
    },
  });

/**
 * Options of next-auth: sign-in with e-mail and password, an invitation, or an identity provider. The cookie names a
 * row of `sessions` and is renewed for 30 days on each use. The row decides whether the session is open. `onSignedIn`
 * is called with the e-mail of the signed-in person.
 */
export function authOptions(client: Client = nowhere, onSignedIn?: (email: string) => void): NextAuthOptions {
  const { NEXTAUTH_SECRET: secret } = env();
  return {
    ...(secret && { secret }),
    session: { strategy: "jwt", maxAge: idleDays * 24 * 3600 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    logger: authLogger,
    providers: [...identityProviders(), withPassword(client), withPasskey(client), withInvitation(client)],
    callbacks: {
      // The sign-in page shows the refusal. next-auth expects a path for it.
      async signIn({ user, account }) {
        if (account?.type !== "oauth") return true;
        const { id: subject, name, email, isEmailVerified } = user as unknown as ProviderUser;
        const result = await signInWithProvider({ provider: account.provider, subject, name, email, isEmailVerified });
        if (!result.ok) return `/sign-in?error=${result.reason}`;
        const sessionId = await startSession({
          userId: result.user.id,
          method: account.provider,
          client,
          isStrong: true, // the provider decides which other factors to require
        });
        Object.assign(user, result.user, { sessionId }); // now the account, not the provider's person
        return true;
      },
      jwt: ({ token, user }) => (user ? { ...token, sessionId: (user as { sessionId?: string }).sessionId } : token),
      // Omit the person from the cookie: only the row says whether the session still belongs to them.
      session: async ({ session: { expires }, token: { sessionId } }) => ({
        expires,
        person: typeof sessionId === "string" ? await getPersonOfSession(sessionId) : null,
      }),
    },
    events: {
      signIn({ user }) {
        if (user.email) onSignedIn?.(user.email);
      },
      async signOut({ token }) {
        if (typeof token?.sessionId === "string") await endSession(token.sessionId);
      },
    },
  };
}

/** The signed-in person, read once per request; null if there is none or the session has ended. */
export const getSessionPerson = cache(async (): Promise<SessionPerson | null> => {
  const session = (await getServerSession(authOptions())) as { person?: SessionPerson | null } | null;
  return session?.person ?? null;
});

/** The id of the signed-in person, or null. */
export const getSessionUserId = async (): Promise<string | null> => (await getSessionPerson())?.userId ?? null;

/** The workspaces of the signed-in person, by name; empty if there is none. */
export const listMemberships = cache(async (): Promise<Membership[]> => {
  const userId = await getSessionUserId();
  return userId ? listMembershipsOf(userId) : [];
});

/** The signed-in person as an actor in the workspace with this slug; null without a session or membership. */
export const getSessionActor = cache(async (workspaceSlug: string): Promise<UserActor | null> => {
  const person = await getSessionPerson();
  return person && getMemberActor(person.userId, workspaceSlug, person.session);
});

/**
 * The same for requests of open pages: throws 404 `not_found` for a signed-in person who is not a member. The person
 * was removed, or the workspace was deleted, and signing in again would not help.
 */
export async function findSessionMember(workspaceSlug: string): Promise<UserActor | null> {
  const actor = await getSessionActor(workspaceSlug);
  if (actor || !(await getSessionUserId())) return actor;
  throw new AppError("not_found", "You are not a member of this workspace any more, or it was deleted.");
}

const toSignIn = (path: string): never => redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);

/**
 * Guards every page of a workspace. Without a session, redirects to sign-in and back. If the workspace requires a
 * second factor that the session lacks, redirects to the account page. Without a membership, answers 404.
 */
export async function requireActor(workspaceSlug: string): Promise<UserActor> {
  const actor = await getSessionActor(workspaceSlug);
  if (actor?.mustAddFactor) redirect(`/account?required=${encodeURIComponent(workspaceSlug)}`);
  if (actor) return actor;
  if (!(await getSessionUserId())) toSignIn((await headers()).get(requestedPathHeader) || `/${workspaceSlug}`);
  return notFound();
}

/** Guards a person's own pages. Without a session, redirects to sign-in and back to `path`. */
export async function requirePerson(path: string): Promise<SessionPerson> {
  return (await getSessionPerson()) ?? toSignIn(path);
}

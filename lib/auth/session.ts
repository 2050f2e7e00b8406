import { notFound, redirect } from "next/navigation";
import type { NextAuthOptions } from "next-auth";
import { getServerSession } from "next-auth/next";
import credentials from "next-auth/providers/credentials";
import { cache } from "react";
import { env } from "@/lib/core/env";
import { isAppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import type { Person, UserActor } from "./actor";
import { clientAddress } from "./client-address";
import { joinWithAccount } from "./commands/join-with-account";
import { signInWithProvider } from "./commands/sign-in-with-provider";
import { identityProviders, type ProviderUser } from "./identity-providers";
import { getMemberActor, listMembershipsOf, type Membership } from "./queries/memberships";
import { getPersonOfSession, sessionStart } from "./queries/persons";
import { joinWithAccountInput } from "./schema";
import { signIn } from "./sign-in";
import { giveBackLink, mayTryLink } from "./try-limit";

type Headers = Record<string, string> | undefined;
const addressOf = (headers: Headers) => clientAddress(headers?.["x-forwarded-for"], env().TRUSTED_PROXIES);

const withPassword = credentials({
  name: "e-mail and password",
  credentials: { email: { type: "email" }, password: { type: "password" } },
  async authorize(input, request) {
    const result = await signIn(input?.email ?? "", input?.password ?? "", addressOf(request.headers as Headers));
    if (result.ok) return result.user;
    if (result.reason === "no_match") return null;
    throw new Error(result.reason);
  },
});

/** Someone invited who has no account yet makes one, joins, and is signed in. */
const withInvitation = credentials({
  id: "invitation",
  name: "invitation",
  credentials: { token: { type: "password" }, name: { type: "text" }, password: { type: "password" } },
  async authorize(input, request) {
    const address = addressOf(request.headers as Headers);
    if (!mayTryLink(address)) throw new Error("rate_limited");
    try {
      const { token, name, password } = input ?? {};
      const user = await joinWithAccount(parseInput(joinWithAccountInput, { token, name, password }));
      giveBackLink(address);
      return user;
    } catch (error) {
      throw isAppError(error) ? new Error(error.code) : error;
    }
  },
});

/** How people sign in: e-mail and password, an invitation, an identity provider; a session in a signed cookie for 30 days. */
export function authOptions(): NextAuthOptions {
  const { NEXTAUTH_SECRET: secret } = env();
  return {
    ...(secret && { secret }),
    session: { strategy: "jwt", maxAge: 30 * 24 * 3600 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [...identityProviders(), withPassword, withInvitation],
    callbacks: {
      // What is refused is said on the sign-in page; next-auth takes a path for that.
      async signIn({ user, account }) {
        if (account?.type !== "oauth") return true;
        const { id: subject, name, email, isEmailVerified } = user as unknown as ProviderUser;
        const result = await signInWithProvider({ provider: account.provider, subject, name, email, isEmailVerified });
        if (!result.ok) return `/sign-in?error=${result.reason}`;
        Object.assign(user, result.user); // from here on the person is the account's, not the provider's
        return true;
      },
      // Kept through every renewal of the cookie: the end of a session must not depend on how often it was used.
      jwt: async ({ token, user }) => (user ? { ...token, startedAt: await sessionStart(user.id) } : token),
      session: ({ session, token }) => ({
        ...session,
        userId: token.sub,
        startedAt: token.startedAt ?? Number(token.iat ?? 0) * 1_000,
      }),
    },
  };
}

/** The person signed in, once per request; null when nobody is, or their sessions were ended. */
export const getSessionPerson = cache(async (): Promise<Person | null> => {
  const session = (await getServerSession(authOptions())) as { userId?: string; startedAt?: number } | null;
  return session?.userId ? getPersonOfSession(session.userId, session.startedAt ?? 0) : null;
});

/** The id of the person signed in; null when nobody is. */
export const getSessionUserId = async (): Promise<string | null> => (await getSessionPerson())?.userId ?? null;

/** The workspaces of the person signed in, by name; empty when nobody is. */
export const listMemberships = cache(async (): Promise<Membership[]> => {
  const userId = await getSessionUserId();
  return userId ? listMembershipsOf(userId) : [];
});

/** The person signed in, as an actor in the workspace with this slug; null without a session or membership. */
export const getSessionActor = cache(async (workspaceSlug: string): Promise<UserActor | null> => {
  const userId = await getSessionUserId();
  return userId ? getMemberActor(userId, workspaceSlug) : null;
});

const toSignIn = (path: string): never => redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);

/** The guard of every page in a workspace: to sign-in without a session, 404 without a membership. */
export async function requireActor(workspaceSlug: string): Promise<UserActor> {
  const actor = await getSessionActor(workspaceSlug);
  if (actor) return actor;
  if (!(await getSessionUserId())) toSignIn(`/${workspaceSlug}`);
  return notFound();
}

/** The guard of a person's own pages: to sign-in and back to `path` without a session. */
export async function requirePerson(path: string): Promise<Person> {
  return (await getSessionPerson()) ?? toSignIn(path);
}

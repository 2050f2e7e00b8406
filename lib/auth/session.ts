import { notFound, redirect } from "next/navigation";
import type { NextAuthOptions } from "next-auth";
import { getServerSession } from "next-auth/next";
import credentials from "next-auth/providers/credentials";
import { cache } from "react";
import { env } from "@/lib/core/env";
import type { UserActor } from "./actor";
import { clientAddress } from "./client-address";
import { getMemberActor, listMembershipsOf, type Membership } from "./queries/memberships";
import { signIn } from "./sign-in";

/** How people sign in: e-mail and password, a session in a signed cookie for 30 days. */
export function authOptions(): NextAuthOptions {
  const { NEXTAUTH_SECRET: secret } = env();
  return {
    ...(secret && { secret }),
    session: { strategy: "jwt", maxAge: 30 * 24 * 3600 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      credentials({
        name: "e-mail and password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(input, request) {
          const headers = request.headers as Record<string, string> | undefined;
          const address = clientAddress(headers?.["x-forwarded-for"], env().TRUSTED_PROXIES);
          const result = await signIn(input?.email ?? "", input?.password ?? "", address);
          if (result.ok) return result.user;
          if (result.reason === "no_match") return null;
          throw new Error(result.reason);
        },
      }),
    ],
    callbacks: {
      session: ({ session, token }) => ({ ...session, userId: token.sub }),
    },
  };
}

/** The id of the person signed in, once per request; null when nobody is. */
export const getSessionUserId = cache(async (): Promise<string | null> => {
  const session = (await getServerSession(authOptions())) as { userId?: string } | null;
  return session?.userId ?? null;
});

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

/** The guard of every page in a workspace: to sign-in without a session, 404 without a membership. */
export async function requireActor(workspaceSlug: string): Promise<UserActor> {
  const actor = await getSessionActor(workspaceSlug);
  if (actor) return actor;
  if (!(await getSessionUserId())) redirect(`/sign-in?callbackUrl=${encodeURIComponent(`/${workspaceSlug}`)}`);
  return notFound();
}

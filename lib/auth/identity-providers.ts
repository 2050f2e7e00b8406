import type { Provider } from "next-auth/providers/index";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { env } from "@/lib/core/env";

/** What a provider reports about a person, in one form for all providers. */
export type ProviderUser = { id: string; name: string; email?: string | undefined; isEmailVerified: boolean };

/** A provider as shown on the sign-in page. */
export type ProviderName = { id: string; name: string };

type Claims = {
  sub: string;
  email?: string;
  email_verified?: boolean | string;
  name?: string;
  preferred_username?: string;
};

const fromClaims = ({ sub, email, email_verified, name, preferred_username }: Claims): ProviderUser => ({
  id: sub,
  email,
  name: name || preferred_username || email?.split("@")[0] || "Someone",
  isEmailVerified: email_verified === true || email_verified === "true",
});

/** How long a provider may take for each request. The usual 3.5 s are too short for some that have just started. */
const httpOptions = { timeout: 10_000 };

/** OpenID Connect: the claims of the id token, completed by userinfo, which often has more of them. */
function openId(
  { id, name }: ProviderName,
  issuer: string,
  clientId: string,
  clientSecret: string,
): OAuthConfig<Claims> {
  return {
    id,
    name,
    type: "oauth",
    clientId,
    clientSecret,
    idToken: true,
    httpOptions,
    checks: ["pkce", "state", "nonce"],
    wellKnown: `${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`,
    authorization: { params: { scope: "openid email profile" } },
    userinfo: {
      async request({ client, tokens }) {
        const claims = (tokens as unknown as { claims: () => Claims }).claims();
        if (claims.email && claims.email_verified !== undefined && claims.name) return claims;
        // userinfo() rejects an answer about another subject than that of the id token.
        const more: object = await client.userinfo(tokens as never);
        return { ...claims, ...more } as never;
      },
    },
    profile: (claims) => fromClaims(claims) as never,
  };
}

type GitHubProfile = { id: number; login: string; name: string | null; email?: string; isEmailVerified: boolean };
type GitHubAddress = { email: string; primary: boolean; verified: boolean };

/** GitHub uses OAuth 2 without OpenID. The address and its verification need a separate request. */
function gitHub(clientId: string, clientSecret: string): OAuthConfig<GitHubProfile> {
  return {
    id: "github",
    name: "GitHub",
    type: "oauth",
    clientId,
    clientSecret,
    httpOptions,
    checks: ["pkce", "state"],
    authorization: { url: "https://github.com/login/oauth/authorize", params: { scope: "read:user user:email" } },
    token: "https://github.com/login/oauth/access_token",
    userinfo: {
      url: "https://api.github.com/user",
      async request({ tokens }) {
        const ask = async (path: string) => {
          const headers = { authorization: `Bearer ${tokens.access_token}`, accept: "application/vnd.github+json" };
          const answer = await fetch(`https://api.github.com${path}`, { headers, signal: AbortSignal.timeout(10_000) });
          if (!answer.ok) throw new Error(`GitHub answered ${answer.status} for ${path}.`);
          return answer.json();
        };
        const [user, addresses] = await Promise.all([ask("/user"), ask("/user/emails")]);
        const primary = (addresses as GitHubAddress[]).find((address) => address.primary);
        return { ...user, email: primary?.email, isEmailVerified: primary?.verified === true };
      },
    },
    profile: ({ id, login, name, email, isEmailVerified }) =>
      ({ id: String(id), name: name || login, email, isEmailVerified }) satisfies ProviderUser as never,
  };
}

/** The providers that the settings configure, in display order. */
export function identityProviders(): Provider[] {
  const settings = env();
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET } = settings;
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME = "single sign-on" } = settings;
  const found: Provider[] = [];
  if (OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET)
    found.push(openId({ id: "oidc", name: OIDC_NAME }, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET) as Provider);
  if (GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET) {
    const google = { id: "google", name: "Google" };
    found.push(openId(google, "https://accounts.google.com", GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET) as Provider);
  }
  if (GITHUB_CLIENT_ID && GITHUB_CLIENT_SECRET) found.push(gitHub(GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET) as Provider);
  return found;
}

/** The names of the providers, for the sign-in page. */
export function listProviderNames(): ProviderName[] {
  return identityProviders().map(({ id, name }) => ({ id, name }));
}

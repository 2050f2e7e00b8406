import { Api } from "./api";
import { exits, Failure, misuse } from "./failure";
import { keyOf, type Project, type Settings, urlOf } from "./settings";

/**
 * Returns the OIDC token of the current pipeline: given, or requested from GitHub, which issues a new one each time.
 */
async function pipelineToken(audience: string): Promise<string> {
  const token = process.env.UNDERSTUDY_OIDC_TOKEN;
  if (token) return token;
  const { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = process.env;
  if (!address || !bearer)
    throw misuse(
      "There is no OIDC token. A job of GitHub Actions needs permissions: id-token: write; elsewhere set UNDERSTUDY_OIDC_TOKEN.",
    );
  const url = new URL(address);
  url.searchParams.set("audience", audience);
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${bearer}`, accept: "application/json" },
    signal: AbortSignal.timeout(30_000),
  }).catch(() => null);
  const { value } = ((await response?.json().catch(() => null)) ?? {}) as { value?: unknown };
  if (typeof value === "string") return value;
  throw new Failure("oidc_token_unavailable", "GitHub did not return an OIDC token. Try again.", exits.failed);
}

/** Exchanges the pipeline's token for a key of 15 minutes, by a trust in Settings, API keys. */
export async function exchangeKey(url: string, trust: string): Promise<string> {
  const token = await pipelineToken(process.env.UNDERSTUDY_OIDC_AUDIENCE || url);
  const { access_token: key } = await new Api({ url, key: "" }).call<{ access_token: string }>("/token", {
    method: "POST",
    body: {
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      client_id: trust,
      subject_token: token,
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    },
  });
  return key;
}

/**
 * Returns the server and its key. With UNDERSTUDY_TRUST and no UNDERSTUDY_API_KEY, the pipeline's token is exchanged
 * for a key, and again when the key has expired.
 */
export async function settingsOf(urlOption: string | undefined, project: Project): Promise<Settings> {
  const url = urlOf(urlOption, project);
  const { UNDERSTUDY_TRUST: trust, UNDERSTUDY_API_KEY: stored } = process.env;
  if (!trust || stored) return { url, key: await keyOf(url) };
  const renew = () => exchangeKey(url, trust);
  return { url, key: await renew(), renew };
}

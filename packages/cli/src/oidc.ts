import { Api } from "./api";
import { exits, Failure, misuse } from "./failure";
import { keyOf, type Project, type Settings, urlOf } from "./settings";

/** The OIDC token of the pipeline this runs in: given, or asked of GitHub, which makes a new one each time. */
async function pipelineToken(audience: string): Promise<string> {
  const given = process.env.UNDERSTUDY_OIDC_TOKEN;
  if (given) return given;
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
  throw new Failure("oidc_token_unavailable", "GitHub gave no OIDC token. Try again.", exits.failed);
}

/** A key of 15 minutes for the pipeline's token, by a trust in Settings, API keys. */
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
 * The server with its key. With UNDERSTUDY_TRUST and no UNDERSTUDY_API_KEY, the key is the pipeline's, which is replaced
 * when it has expired.
 */
export async function settingsOf(given: string | undefined, project: Project): Promise<Settings> {
  const url = urlOf(given, project);
  const { UNDERSTUDY_TRUST: trust, UNDERSTUDY_API_KEY: stored } = process.env;
  if (!trust || stored) return { url, key: await keyOf(url) };
  const renew = () => exchangeKey(url, trust);
  return { url, key: await renew(), renew };
}

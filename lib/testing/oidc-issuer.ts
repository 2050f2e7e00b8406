import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

const makeKey = async (kid: string) => {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" } };
};

/** Starts an OIDC issuer like that of GitHub Actions: discovery, keys, and signed tokens. */
export async function startOidcIssuer() {
  let key = await makeKey("first");
  const stranger = await makeKey("first");
  const state = { isAway: false, keyReads: 0 };
  const server = createServer((request, response) => {
    const bodies: Record<string, unknown> = {
      "/.well-known/openid-configuration": { issuer: url, jwks_uri: `${url}/jwks` },
      "/jwks": { keys: [key.jwk] },
    };
    const body = state.isAway ? undefined : bodies[request.url ?? ""];
    if (request.url === "/jwks") state.keyReads++;
    response.writeHead(body ? 200 : 503, { "content-type": "application/json" }).end(JSON.stringify(body ?? {}));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sign = (claims: JWTPayload, { privateKey, kid } = key) =>
    new SignJWT({ jti: crypto.randomUUID(), ...claims }).setProtectedHeader({ alg: "RS256", kid }).sign(privateKey);
  return {
    url,
    state,
    /** Signs the claims unchanged. */
    sign: (claims: JWTPayload) => sign(claims),
    signAsStranger: (claims: JWTPayload) => sign(claims, stranger),
    rotate: async () => {
      key = await makeKey("second");
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((done) => void server.close(() => done()));
    },
  };
}

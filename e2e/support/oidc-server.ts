/** A small OpenID Connect provider: discovery, code flow with PKCE, signed id tokens, userinfo. */
import { createHash, createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Subject = { sub: string; email?: string; email_verified?: boolean; name?: string };
type Grant = { subject: Subject; challenge: string; nonce: string | null; redirectUri: string };

export type OidcServer = {
  issuer: string;
  client: { id: string; secret: string };
  /** Sets the person who is signed in at the provider. */
  be: (subject: Subject) => void;
  /** Sets how the provider misbehaves. Null: it does not. */
  misbehave: (how: "signature" | "nonce" | "audience" | "clock" | "client" | "denied" | null) => void;
  stop: () => Promise<void>;
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Starts the provider on a free local port. */
export async function startOidcServer(): Promise<OidcServer> {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const strangers = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const client = { id: "understudy", secret: randomUUID() };
  const grants = new Map<string, Grant>();
  const tokens = new Map<string, Subject>();
  let subject: Subject = { sub: "nobody" };
  let fault: Parameters<OidcServer["misbehave"]>[0] = null;
  let issuer = "";

  const send = (res: ServerResponse, status: number, body: unknown) => {
    res.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
    res.end(JSON.stringify(body));
  };
  const idToken = ({ subject: { sub }, nonce }: Grant) => {
    const now = Math.floor(Date.now() / 1000) - (fault === "clock" ? 7_200 : 0);
    const claims = {
      iss: issuer,
      sub,
      aud: fault === "audience" ? "somebody-else" : client.id,
      iat: now,
      exp: now + 300,
      ...(nonce && { nonce: fault === "nonce" ? "another" : nonce }),
    };
    const text = `${encode({ alg: "RS256", typ: "JWT", kid: "1" })}.${encode(claims)}`;
    const { privateKey } = fault === "signature" ? strangers : keys;
    return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey, "base64url")}`;
  };

  const authorize = (query: URLSearchParams, res: ServerResponse) => {
    const back = new URL(query.get("redirect_uri") ?? "");
    const state = query.get("state") ?? "";
    const isRight = query.get("client_id") === client.id && query.get("code_challenge_method") === "S256";
    if (!isRight || !query.get("scope")?.split(" ").includes("openid"))
      return send(res, 400, { error: "invalid_request" });
    if (fault === "denied") {
      back.search = String(new URLSearchParams({ error: "access_denied", state }));
    } else {
      const code = randomUUID();
      const challenge = query.get("code_challenge") ?? "";
      grants.set(code, { subject, challenge, nonce: query.get("nonce"), redirectUri: String(back) });
      back.search = String(new URLSearchParams({ code, state }));
    }
    res.writeHead(302, { location: String(back) });
    res.end();
  };

  const exchange = async (req: IncomingMessage, res: ServerResponse) => {
    let text = "";
    for await (const chunk of req) text += chunk;
    const form = new URLSearchParams(text);
    const basic = Buffer.from(`${client.id}:${encodeURIComponent(client.secret)}`).toString("base64");
    if (req.headers.authorization !== `Basic ${basic}` || fault === "client")
      return send(res, 401, { error: "invalid_client" });
    const code = form.get("code") ?? "";
    const grant = grants.get(code);
    grants.delete(code); // a code can be used once
    const verifier = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (!grant || verifier !== grant.challenge || form.get("redirect_uri") !== grant.redirectUri)
      return send(res, 400, { error: "invalid_grant" });
    const accessToken = randomUUID();
    tokens.set(accessToken, grant.subject);
    send(res, 200, {
      access_token: accessToken,
      token_type: "Bearer",
      expires_in: 300,
      scope: "openid email profile",
      id_token: idToken(grant),
    });
  };

  const server = createServer((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? "/", issuer);
    if (pathname === "/.well-known/openid-configuration")
      return send(res, 200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
      });
    if (pathname === "/jwks")
      return send(res, 200, {
        keys: [{ ...keys.publicKey.export({ format: "jwk" }), kid: "1", use: "sig", alg: "RS256" }],
      });
    if (pathname === "/authorize") return authorize(searchParams, res);
    if (pathname === "/token") return void exchange(req, res);
    if (pathname === "/userinfo") {
      const found = tokens.get(req.headers.authorization?.replace("Bearer ", "") ?? "");
      return found ? send(res, 200, found) : send(res, 401, { error: "invalid_token" });
    }
    send(res, 404, {});
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    client,
    be: (next) => {
      subject = next;
    },
    misbehave: (how) => {
      fault = how;
    },
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

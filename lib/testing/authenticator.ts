import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";

type ChallengeOptions = { challenge: string };
type Forgery = { origin?: string; rpId?: string; counter?: number; handle?: string; isUnverified?: boolean };

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
const hash = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest();

/** A software authenticator with one passkey (ES256). It can return forged data on request. */
export function createAuthenticator(rpId: string, origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(32);
  let counter = 0;
  const key = new Map<number, number | Uint8Array>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, new Uint8Array(Buffer.from(x, "base64url"))],
    [-3, new Uint8Array(Buffer.from(y, "base64url"))],
  ]);
  const dataOf = (flags: number, forged: Forgery, more: Uint8Array = Buffer.alloc(0)) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(forged.counter ?? ++counter);
    return Buffer.concat([hash(forged.rpId ?? rpId), Buffer.of(flags), count, more]);
  };
  const clientOf = (type: string, { challenge }: ChallengeOptions, forged: Forgery) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: forged.origin ?? origin, crossOrigin: false }));
  const credential = { id: text(id), rawId: text(id), type: "public-key", clientExtensionResults: {} } as const;
  return {
    id: text(id),
    /** The browser's response for a new passkey. */
    register(options: ChallengeOptions, forged: Forgery = {}) {
      const length = Buffer.of(0, id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, Buffer.from(isoCBOR.encode(key))]);
      const authData = new Uint8Array(dataOf(forged.isUnverified ? 0x41 : 0x45, forged, attested));
      const attestation = new Map<string, unknown>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData],
      ]);
      const attestationObject = text(isoCBOR.encode(attestation as never));
      const clientDataJSON = text(clientOf("webauthn.create", options, forged));
      const response = { clientDataJSON, attestationObject, transports: ["internal"] };
      return { ...credential, authenticatorAttachment: undefined, response };
    },
    /** The browser's response for a challenge. */
    answer(options: ChallengeOptions, forged: Forgery = {}) {
      const authenticatorData = dataOf(forged.isUnverified ? 0x01 : 0x05, forged);
      const client = clientOf("webauthn.get", options, forged);
      const signature = sign("sha256", Buffer.concat([authenticatorData, hash(client)]), privateKey);
      const response = {
        clientDataJSON: text(client),
        authenticatorData: text(authenticatorData),
        signature: text(signature),
        userHandle: forged.handle,
      };
      return { ...credential, authenticatorAttachment: undefined, response };
    },
  };
}

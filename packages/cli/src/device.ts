import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { Api } from "./api";
import { exits, Failure } from "./failure";

type DeviceCode = {
  device_code: string;
  user_code: string;
  verification_uri: string;
  verification_uri_complete: string;
  expires_in: number;
  interval: number;
};

const client = "understudy-cli";
/** Temporary errors: the person has not answered yet, the network is slow, or the server restarts. */
const passing = ["authorization_pending", "slow_down", "server_unreachable", "rate_limited", "database_unavailable"];
const moreSeconds = 5;

/** The name of this machine, as the server accepts it: one line without invisible characters. */
const machine = () =>
  hostname()
    .replace(/[^\x20-\x7e]/g, "")
    .slice(0, 60);

/** Gets a key that a person approves in the browser (RFC 8628). `tell` prints the address and the code. */
export async function keyFromBrowser(url: string, tell: (line: string) => void): Promise<string> {
  const api = new Api({ url, key: "" });
  const name = machine();
  const begun = await api.call<DeviceCode>("/device/code", {
    method: "POST",
    body: { client_id: client, ...(name && { device_name: name }) },
  });
  tell(`Open ${begun.verification_uri} and enter the code ${begun.user_code}`);
  tell(`or open ${begun.verification_uri_complete}`);
  tell(`Waiting for your approval. The code is valid for ${Math.round(begun.expires_in / 60)} minutes.`);
  const endsAt = Date.now() + begun.expires_in * 1_000;
  for (let seconds = begun.interval; Date.now() < endsAt; ) {
    await sleep(Number(process.env.UNDERSTUDY_POLL_MS ?? seconds * 1_000));
    const answer = await api
      .call<{ access_token: string }>("/token", {
        method: "POST",
        body: {
          grant_type: "urn:ietf:params:oauth:grant-type:device_code",
          client_id: client,
          device_code: begun.device_code,
        },
      })
      .catch((error: unknown) => {
        if (error instanceof Failure && passing.includes(error.code)) return error;
        throw error;
      });
    if (!(answer instanceof Failure)) return answer.access_token;
    if (answer.code !== "authorization_pending") seconds += moreSeconds;
  }
  throw new Failure("expired_token", "Nobody approved the login in time. Run understudy login again.", exits.refused);
}

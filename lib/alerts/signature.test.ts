import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { newSigningSecret, signatureHeaders } from "./signature";

const body = JSON.stringify({ type: "guard.worse", data: { title: "Schön – „gut“ 🎭" } });
const sign = (secrets: string[], at = new Date()) => signatureHeaders(secrets, { id: "msg_1", at, body });

test("a signed message is accepted by the standard's library, with either secret of a rotation", () => {
  const [now, before, foreign] = [newSigningSecret(), newSigningSecret(), newSigningSecret()];
  const headers = sign([now, before]);
  for (const secret of [now, before]) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  expect(() => new Webhook(foreign).verify(body, headers)).toThrow();
  expect(() => new Webhook(before).verify(body, sign([now]))).toThrow();
});

test("another body, id or time is refused", () => {
  const secret = newSigningSecret();
  const headers = sign([secret]);
  const webhook = new Webhook(secret);
  expect(() => webhook.verify(`${body} `, headers)).toThrow();
  expect(() => webhook.verify(body, { ...headers, "webhook-id": "msg_2" })).toThrow();
  expect(() => webhook.verify(body, sign([secret], new Date(Date.now() - 600_000)))).toThrow();
});

test("a secret has 32 random bytes", () => {
  const secrets = Array.from({ length: 20 }, newSigningSecret);
  expect(new Set(secrets).size).toBe(20);
  for (const secret of secrets) expect(Buffer.from(secret.replace("whsec_", ""), "base64")).toHaveLength(32);
});

test("the headers match the standard's test vector", () => {
  const headers = signatureHeaders(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], {
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    at: new Date(1_614_265_330_000),
    body: '{"test": 2432232314}',
  });
  expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

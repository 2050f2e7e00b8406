import { expect, test } from "vitest";
import { deviceDays, findKnownDevice, withKnownPerson } from "./known-device";

const secret = "a secret of thirty-two characters";
const now = 1_800_000_000_000;
const ada = { email: "ada@example.com", secret, now };
const bob = { email: "bob@example.com", secret, now };

test("a device is known for people who signed in on it, until it expires", () => {
  const one = withKnownPerson(null, ada);
  expect(findKnownDevice(one, ada)).toBe(one);
  expect(findKnownDevice(one, bob)).toBeNull();
  const both = withKnownPerson(one, bob);
  expect(findKnownDevice(both, ada)).toBe(one);
  expect(findKnownDevice(both, bob)).not.toBeNull();
  const late = now + deviceDays * 86_400_000 + 1_000;
  expect(findKnownDevice(both, { ...ada, now: late })).toBeNull();
});

test("the cookie cannot be forged or extended by its owner", () => {
  const [expires = "", mac] = (withKnownPerson(null, ada) ?? "").split("-");
  const later = (Number.parseInt(expires, 36) + 1_000_000).toString(36);
  for (const forged of [`${later}-${mac}`, `${expires}-${"A".repeat(43)}`, "-", "x", "..", "é-é"])
    expect(findKnownDevice(forged, ada), forged).toBeNull();
  expect(findKnownDevice(withKnownPerson(null, ada), { ...ada, secret: "another secret" })).toBeNull();
  expect([
    findKnownDevice("x", { ...ada, secret: undefined }),
    withKnownPerson("x", { ...ada, secret: undefined }),
  ]).toEqual([null, null]);
});

test("keeps the last five people of a device, each once", () => {
  let cookie: string | null = null;
  for (const name of ["a", "b", "a", "c", "d", "e", "f"])
    cookie = withKnownPerson(cookie, { ...ada, email: `${name}@example.com` });
  const known = ["a", "b", "c", "d", "e", "f"].filter((name) =>
    findKnownDevice(cookie, { ...ada, email: `${name}@example.com` }),
  );
  expect(cookie?.split(".")).toHaveLength(5);
  expect(known).toEqual(["a", "c", "d", "e", "f"]);
});

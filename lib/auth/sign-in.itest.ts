import { beforeEach, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { uuidV7 } from "@/lib/core/uuid";
import { hashPassword } from "./password";
import { signIn } from "./sign-in";

const password = "correct horse battery";
let email: string;
let made = 0;
const nextAddress = () => `10.1.${Math.floor(++made / 250)}.${made % 250}`;
const outcome = async (entered: string, address: string, who = email) => {
  const result = await signIn(who, entered, { address, userAgent: "a test" });
  return result.ok ? "in" : result.reason;
};

beforeEach(async () => {
  email = `${uuidV7()}@example.com`;
  await prisma().user.create({ data: { email, name: "Someone", passwordHash: await hashPassword(password) } });
});

it("signs in with the password, ignoring the case of the e-mail", async () => {
  const address = nextAddress();
  expect(await outcome(password, address, ` ${email.toUpperCase()} `)).toBe("in");
  expect(await outcome("wrong", address)).toBe("no_match");
  expect(await outcome(password, address, "nobody@example.com")).toBe("no_match");
  expect(await outcome(password, address, "\0")).toBe("no_match");
});

it("blocks guessing from one address after five attempts, without blocking the owner elsewhere", async () => {
  const attacker = nextAddress();
  for (let i = 0; i < 5; i++) expect(await outcome("guess", attacker)).toBe("no_match");
  expect(await outcome(password, attacker)).toBe("rate_limited");
  expect(await outcome(password, nextAddress())).toBe("in");
});

it("limits guessing at one e-mail from many addresses, and at many e-mails from one address", async () => {
  const outcomes = await Promise.all(Array.from({ length: 61 }, () => outcome("guess", nextAddress())));
  expect(outcomes.filter((one) => one === "rate_limited")).toHaveLength(1);
  const sprayer = nextAddress();
  const sprayed = Array.from({ length: 61 }, () => outcome("guess", sprayer, `${uuidV7()}@example.com`));
  expect((await Promise.all(sprayed)).filter((one) => one === "rate_limited")).toHaveLength(1);
});

it("does not count successful attempts", async () => {
  const address = nextAddress();
  for (let i = 0; i < 8; i++) expect(await outcome(password, address)).toBe("in");
});

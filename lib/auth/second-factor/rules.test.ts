import { expect, test } from "vitest";
import { hashRecoveryCode, lockMinutes, mintRecoveryCode } from "./rules";

test("a recovery code is accepted with or without hyphens, in lower or upper case", () => {
  const code = mintRecoveryCode();
  expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
  const hash = hashRecoveryCode(code);
  expect(hashRecoveryCode(` ${code.toLowerCase().replaceAll("-", " ")} `)).toBe(hash);
  expect(hashRecoveryCode("123456")).toBeNull();
  expect(hashRecoveryCode(`${code}A`)).toBeNull();
});

test("wrong codes have increasing delays, up to an hour", () => {
  expect([0, 4, 5, 6, 7, 10, 11, 40].map(lockMinutes)).toEqual([0, 0, 1, 2, 4, 32, 60, 60]);
});

test("allows few codes per day with a known password", () => {
  let tries = 0;
  for (let minute = 0; minute < 24 * 60; minute += lockMinutes(tries)) tries++;
  expect(tries).toBeLessThan(40);
});

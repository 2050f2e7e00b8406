import { expect, test } from "vitest";
import { pollAnswer, readUserCode, toUserCode } from "./rules";

test("a code has eight unambiguous letters, and is accepted in any notation", () => {
  let next = 0;
  expect(toUserCode((below) => next++ % below)).toBe("BCDF-GHJK");
  expect(readUserCode(" wdjb mjht")).toBe("WDJB-MJHT");
  expect(readUserCode("WDJBMJHT")).toBe("WDJB-MJHT");
  for (const typed of ["", "WDJB", "WDJB-MJHTX", "AEIO-UAEI", "WDJB-MJH1"]) expect(readUserCode(typed)).toBeNull();
});

const at = (ms: number) => new Date(ms);
const login = { status: "open", expiresAt: at(600_000), lastPolledAt: null as Date | null, intervalSeconds: 5 };

test.each([
  ["nobody knows the code", null, 0, "invalid_grant"],
  ["it was used", { ...login, status: "used" }, 0, "invalid_grant"],
  ["it is open", login, 0, "authorization_pending"],
  ["it asks again in time", { ...login, lastPolledAt: at(1_000) }, 5_500, "authorization_pending"],
  ["it asks again too soon", { ...login, lastPolledAt: at(1_000) }, 4_900, "slow_down"],
  ["it was told to wait longer", { ...login, lastPolledAt: at(1_000), intervalSeconds: 10 }, 7_000, "slow_down"],
  ["it is approved, however soon it asks", { ...login, status: "approved", lastPolledAt: at(1) }, 2, "give"],
  ["it is refused", { ...login, status: "refused" }, 0, "access_denied"],
  ["its time is over", login, 600_000, "expired_token"],
  ["its time is over, though approved", { ...login, status: "approved" }, 600_000, "expired_token"],
])("a device gets the answer: %s", (_, row, now, answer) => {
  expect(pollAnswer(row, now)).toBe(answer);
});

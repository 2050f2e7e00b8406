import { redirect } from "next/navigation";
import { expect, test } from "vitest";
import { reach } from "./reach";

test("returns the server's answer", async () => {
  expect(await reach(async () => ({ ok: true, data: 3 }) as const)).toEqual({ ok: true, data: 3 });
  const refused = { ok: false, error: { code: "forbidden", message: "Only admins may." } } as const;
  expect(await reach(async () => refused)).toBe(refused);
});

test("a server that does not answer is a failure with a message", async () => {
  expect(await reach(() => Promise.reject(new TypeError("Failed to fetch")))).toEqual({
    ok: false,
    error: { code: "unreachable", message: "The server did not answer. Try again." },
  });
});

test("a redirect is passed on to Next", async () => {
  await expect(reach(async () => redirect("/sign-in"))).rejects.toThrow("NEXT_REDIRECT");
});

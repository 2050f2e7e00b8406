import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { sketchBits, sketchError, usersOf } from "./user-sketch";

/** The bit of a user, as both stores compute it. */
function bitOf(userId: string): number {
  const md5 = createHash("md5").update(userId).digest();
  const column = Math.clz32(md5.readUIntBE(2, 3)) - 8;
  return Math.min(column, 23) * 512 + (md5.readUInt16BE(0) % 512);
}
const count = (name: string, users: number) =>
  usersOf(new Set(Array.from({ length: users }, (_, n) => bitOf(`${name}-${n}`))).size);

it.each([0, 1, 2])("counts %i users exactly", (users) => {
  expect(count("few", users)).toBe(users);
});

it.each([10, 100, 1_000, 5_000])("counts %i users within the standard error that is stated", (users) => {
  const samples = Array.from({ length: 40 }, (_, n) => count(`sample-${n}`, users) / users - 1);
  const mean = samples.reduce((sum, off) => sum + off, 0) / samples.length;
  const deviation = Math.sqrt(samples.reduce((sum, off) => sum + off ** 2, 0) / samples.length);
  expect(Math.abs(mean)).toBeLessThan((3 * sketchError) / Math.sqrt(samples.length));
  // The deviation of 40 samples is itself uncertain: by 11 %.
  expect(deviation).toBeLessThan(sketchError * 1.35);
});

it("counts more for more bits, up to a full sketch", () => {
  const counts = Array.from({ length: sketchBits + 1 }, (_, bits) => usersOf(bits));
  expect(counts.every((users, bits) => bits === 0 || users >= (counts[bits - 1] ?? 0))).toBe(true);
  expect(counts[sketchBits]).toBeGreaterThan(1e9);
});

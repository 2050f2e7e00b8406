import { expect, test, vi } from "vitest";
import { databaseUnavailable } from "@/lib/core/database-errors";
import { keep } from "./keep";

const away = databaseUnavailable();
const atOnce = () => Promise.resolve();

test("what was paid for is written again until the database is back", async () => {
  const write = vi
    .fn<() => Promise<void>>()
    .mockRejectedValueOnce(away)
    .mockRejectedValueOnce(away)
    .mockResolvedValue();
  await keep(write, atOnce);
  expect(write).toHaveBeenCalledTimes(3);
});

test("what cannot be written at all is said at once, and an outage that lasts in the end", async () => {
  const wrong = vi.fn<() => Promise<void>>().mockRejectedValue(new Error("a column is missing"));
  await expect(keep(wrong, atOnce)).rejects.toThrow("a column is missing");
  expect(wrong).toHaveBeenCalledTimes(1);
  const waits: number[] = [];
  const lasting = keep(
    () => Promise.reject(away),
    async (ms) => void waits.push(ms),
  );
  await expect(lasting).rejects.toMatchObject({ code: "database_unavailable" });
  expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(15_000);
});

import { expect, test, vi } from "vitest";
import { databaseUnavailable } from "@/lib/core/database-errors";
import { keep } from "./keep";

const away = databaseUnavailable();
const atOnce = () => Promise.resolve();

test("retries to store a paid answer until the database is available", async () => {
  const write = vi
    .fn<() => Promise<void>>()
    .mockRejectedValueOnce(away)
    .mockRejectedValueOnce(away)
    .mockResolvedValue();
  await keep(write, atOnce);
  expect(write).toHaveBeenCalledTimes(3);
});

test("reports an answer that cannot be stored immediately, and a long outage at the end", async () => {
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

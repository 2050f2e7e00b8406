import { randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import type { ApiCall } from "./fixtures";

/** Reports answers of a version in production, each of another user, as an application does. */
export async function reportAnswers(
  runtime: ApiCall,
  { prompt, version, count }: { prompt: string; version: number; count: number },
  answer: (index: number) => object,
): Promise<void> {
  const events = Array.from({ length: count }, (_, index) => ({
    type: "interaction",
    id: randomUUID(),
    interactionId: randomUUID(),
    prompt,
    version,
    environment: "production",
    userId: randomUUID(),
    ...answer(index),
  }));
  const { status, body } = await runtime("POST", "/events", { events });
  expect(status, JSON.stringify(body)).toBe(202);
}

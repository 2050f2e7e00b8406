import { expect, test } from "vitest";
import type { Actor } from "../actor";
import { admitMentions, mostMentions, takeMentions } from "./mention-limit";

const actor = (userId: string): Actor => ({ kind: "user", workspaceId: "w", userId, name: "Ada", role: "editor" });

test("an actor mentions 200 people an hour; what is too much is not counted", () => {
  const first = admitMentions(undefined, 50, 1_000);
  expect(first).toEqual({ mentions: { startedAt: 1_000, count: 50 } });
  const almost = { startedAt: 1_000, count: mostMentions - 1 };
  expect(admitMentions(almost, 1, 2_000)).toEqual({ mentions: { startedAt: 1_000, count: mostMentions } });
  expect(admitMentions(almost, 2, 601_000)).toEqual({ waitSeconds: 3_000 });
  expect(admitMentions(almost, 2, 3_601_000)).toEqual({ mentions: { startedAt: 3_601_000, count: 2 } });
});

test("the sentence says how many, and what to do; others are not affected", () => {
  for (let text = 0; text < 4; text++) takeMentions(actor("a"), 50);
  expect(() => takeMentions(actor("a"), 1)).toThrow(
    'You may mention 200 people an hour. Write without "@", or try again in 60 minutes.',
  );
  takeMentions(actor("a"), 0);
  takeMentions(actor("b"), 1);
});

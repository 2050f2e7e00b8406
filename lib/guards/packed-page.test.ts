import { expect, test } from "vitest";
import { packPage, unpackPage } from "./packed-page";
import type { ListedPrompt } from "./queries/listed-prompts";

const shares = [
  { version: 4, share: 0.9 },
  { version: 5, share: 0.1 },
];
const plain: ListedPrompt = {
  name: "support/reply",
  description: "Writes the first answer",
  tags: ["customers", "mail"],
  updatedAt: "2026-11-24T20:14:38.265Z",
  deployments: [],
};
const full: ListedPrompt = {
  ...plain,
  owner: "Mara Lindqvist",
  isArchived: true,
  deployments: [
    { environment: "staging", version: 5, status: "testing" },
    { environment: "production", version: 4, status: "production", since: "2026-11-20T08:00:00.000Z", shares },
    { environment: "development", version: 4, status: "production", held: 0.1 },
  ],
  usesPerDay: 2280.282501278898,
  quality: {
    status: "worse",
    metric: { name: "scorer:good", label: "Good answers" },
    value: 0.7215686274509804,
    change: "worse",
    trend: [
      { value: null, isRelease: false },
      { value: 0.8581314878892734, isRelease: true },
    ],
    isOpen: true,
    words: "Worse: 72.2 % good answers, v1 had 86.4 %",
  },
};
const watched: ListedPrompt = {
  ...plain,
  quality: {
    status: "waiting",
    metric: null,
    value: null,
    change: null,
    trend: [],
    isOpen: false,
    words: "Waiting: 1 of 200",
  },
};

test("a packed page returns its rows, with figures as precise as a row shows them", () => {
  const page = { items: [plain, full, watched], nextCursor: "next" };
  const back = unpackPage(JSON.parse(JSON.stringify(packPage(page))));
  expect(back.nextCursor).toBe("next");
  expect(back.items[0]).toEqual(plain);
  expect(back.items[2]).toEqual(watched);
  expect(back.items[1]).toEqual({
    ...full,
    usesPerDay: 2280,
    quality: {
      ...full.quality,
      value: 0.7216,
      words: "",
      trend: [
        { value: null, isRelease: false },
        { value: 0.8581, isRelease: true },
      ],
    },
  });
});

test("a row with every figure takes less than two thirds of the bytes of its object", () => {
  const sizeOf = (value: unknown) => JSON.stringify(value).length;
  expect(sizeOf(packPage({ items: [full], nextCursor: null }))).toBeLessThan(sizeOf(full) * 0.65);
});

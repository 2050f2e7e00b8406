import { describe, expect, test } from "vitest";
import { fewestToGroup, groupRejections, type RejectedAnswer } from "./group";
import { wordsOf } from "./terms";

const answer = (at: number, fields: Partial<RejectedAnswer>): RejectedAnswer => ({
  interactionId: `i${at}`,
  at: new Date(Date.UTC(2026, 0, 1) - at * 60_000).toISOString(),
  version: 1,
  metrics: ["thumbs"],
  comment: null,
  explanation: "",
  input: null,
  output: null,
  ...fields,
});

const topics = ["parcel", "invoice", "password", "voucher", "shoes", "garden", "lamp", "return"];
const causes = [
  { comment: "Much too long, I wanted one short sentence", output: "In the following paragraphs we explain" },
  { comment: "The refund deadline is wrong, it is thirty days", output: "A refund is possible within fourteen days" },
  { comment: "Why do you answer in German? I wrote English", output: "Vielen Dank für Ihre Nachricht" },
] as const;

/** Three causes over unrelated topics. The first cause is the most frequent. */
const mixed = Array.from({ length: 90 }, (_, at) => {
  const cause = at % 6 < 3 ? 0 : at % 6 < 5 ? 1 : 2;
  const topic = topics[(at * 5) % topics.length];
  return answer(at, {
    version: cause === 2 ? 2 : 1,
    comment: causes[cause].comment,
    input: JSON.stringify({ question: `Where is my ${topic}?` }),
    output: `${causes[cause].output} about your ${topic}.`,
  });
});

describe("groupRejections", () => {
  test("finds groups, the largest first, with their typical words", () => {
    const groups = groupRejections(mixed);
    expect(groups.map(({ size }) => size)).toEqual([45, 30, 15]);
    expect(groups.map(({ share }) => share)).toEqual([45 / 90, 30 / 90, 15 / 90]);
    expect(groups[0]?.words.some((word) => ["long", "short", "sentence"].includes(word))).toBe(true);
    expect(groups[1]?.words).toContain("refund");
    expect(groups[2]?.words.some((word) => ["german", "english"].includes(word))).toBe(true);
    expect(groups[2]?.versions).toEqual([{ version: 2, count: 15 }]);
    expect(groups.every(({ examples }) => examples.length === 3)).toBe(true);
  });

  test("puts each answer in one group, with the newest ids first", () => {
    const groups = groupRejections(mixed);
    const ids = groups.flatMap(({ interactionIds }) => interactionIds);
    expect(ids.toSorted()).toEqual(mixed.map(({ interactionId }) => interactionId).toSorted());
    const places = groups[0]?.interactionIds.map((id) => Number(id.slice(1))) ?? [];
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test("is deterministic", () => {
    expect(groupRejections(mixed)).toEqual(groupRejections(structuredClone(mixed)));
  });

  test("separates answers with the same words by the scorer that failed", () => {
    const groups = groupRejections(
      Array.from({ length: 40 }, (_, at) =>
        answer(at, {
          metrics: [at % 4 === 0 ? "scorer:tone" : "scorer:facts"],
          explanation: at % 4 === 0 ? "Rude and impatient." : "Names a price that is not on the page.",
          output: `It costs ${topics[at % topics.length]}`,
        }),
      ),
    );
    expect(groups.slice(0, 2).map(({ metrics }) => metrics)).toEqual([
      [{ metric: "scorer:facts", count: 30 }],
      [{ metric: "scorer:tone", count: 10 }],
    ]);
  });

  test("returns one group without words for a few answers, and none for no answers", () => {
    expect(groupRejections([])).toEqual([]);
    const few = mixed.slice(0, fewestToGroup - 1);
    expect(groupRejections(few)).toMatchObject([{ words: [], size: few.length, share: 1 }]);
  });

  test("puts answers without text in one group without words", () => {
    const bare = Array.from({ length: 20 }, (_, at) => answer(at, { metrics: [] }));
    expect(groupRejections(bare)).toMatchObject([{ words: [], size: 20 }]);
  });

  test("puts answers without typical words in a last group", () => {
    const groups = groupRejections([...mixed, ...Array.from({ length: 10 }, (_, at) => answer(100 + at, {}))]);
    expect(groups.at(-1)).toMatchObject({ words: [], size: 10 });
    expect(groups.slice(0, -1).map(({ size }) => size)).toEqual([45, 30, 15]);
  });

  test("chooses examples with different texts if possible", () => {
    const [group] = groupRejections(
      Array.from({ length: 30 }, (_, at) =>
        answer(at, { comment: `The refund deadline is wrong${at < 28 ? "" : ` ${at}`}` }),
      ),
    );
    expect(new Set(group?.examples.map(({ comment }) => comment)).size).toBe(3);
  });

  test("puts 2,000 equal texts in one group", () => {
    const same = Array.from({ length: 2_000 }, (_, at) => answer(at, { comment: "The link is dead" }));
    const [group, ...more] = groupRejections(same);
    expect(more).toEqual([]);
    expect(group).toMatchObject({ size: 2_000 });
    expect(group?.interactionIds).toHaveLength(100);
    expect(group?.words).toEqual(["link", "dead"]);
  });
});

describe("wordsOf", () => {
  test("leaves out common words, numbers and signs", () => {
    expect(wordsOf("The REFUND isn't there: 30 days, you said!")).toEqual(["refund", "isn't", "days", "said"]);
  });
  test("splits scripts without spaces", () => {
    expect(wordsOf("返金が遅いです").length).toBeGreaterThan(1);
  });
});

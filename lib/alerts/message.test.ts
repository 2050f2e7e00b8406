import { describe, expect, test } from "vitest";
import { type AlertMessage, oneLine, toEmail, toSlack } from "./message";

const message = (more: Partial<AlertMessage["data"]> = {}): AlertMessage => ({
  type: "guard.worse",
  timestamp: "2026-11-12T14:07:02.000Z",
  data: {
    id: "01890000-0000-7000-8000-000000000000",
    severity: "warning",
    title: "search/rewrite v9 is worse",
    body: "78.7 % good answers, from 86.3 %.",
    url: "https://prompts.example.com/fernway/quality/search/rewrite",
    workspace: "Fernway",
    prompt: "search/rewrite",
    environment: "production",
    ...more,
  },
});
const hostile = message({
  title: "Evil\r\nBcc: all@example.com\u2028<b>&\u0000",
  body: "<script>alert(1)</script> <!channel> <https://evil.example|click> & more",
  workspace: 'Fern\nway"><img src=x>',
});

describe("an e-mail", () => {
  test("contains what, where and when, in both formats", () => {
    const { subject, text, html } = toEmail(message());
    expect(subject).toBe("[Fernway] search/rewrite v9 is worse");
    for (const part of [text, html]) {
      expect(part).toContain("78.7 % good answers, from 86.3 %.");
      expect(part).toContain("Warning · search/rewrite, production · 2026-11-12 14:07 UTC");
      expect(part).toContain("https://prompts.example.com/fernway/quality/search/rewrite");
    }
  });

  test("contains no header, tag or URL from user input", () => {
    const { subject, html } = toEmail(hostile);
    expect(subject).not.toMatch(/[\r\n\u2028\0]/);
    expect(html).not.toMatch(/<script|<img|<b>|src=x>/);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html.match(/href=/g)).toHaveLength(1);
    expect(toEmail(message({ title: "x".repeat(500) })).subject).toHaveLength(200);
  });
});

describe("a message for Slack", () => {
  test("has a fallback text and blocks", () => {
    const { text, blocks } = toSlack(message());
    expect(text).toContain("*search/rewrite v9 is worse*\n78.7 % good answers, from 86.3 %.");
    expect(text).toContain("<https://prompts.example.com/fernway/quality/search/rewrite|Open in Understudy>");
    expect(blocks.map(({ type }) => type)).toEqual(["section", "context"]);
    expect(JSON.stringify(blocks)).toContain("Warning · search/rewrite, production");
  });

  test("contains no mention or link from user input", () => {
    const { text, blocks } = toSlack({ ...hostile, data: { ...hostile.data, url: "https://x.test/a|b>c" } });
    for (const part of [text, JSON.stringify(blocks)]) {
      expect(part).toContain("&lt;!channel&gt;");
      expect(part.match(/<[^&]/g)?.length).toBe(1);
    }
    expect(text).toContain("<https://x.test/a%7Cb%3Ec|Open in Understudy>");
    expect(JSON.stringify(toSlack(message({ body: "y".repeat(50_000) }))).length).toBeLessThan(8_000);
  });
});

test("is truncated at Slack's limit, never inside a character", () => {
  const { blocks } = toSlack(message({ title: "<".repeat(400), body: "&😀".repeat(1_300) }));
  const [section] = blocks;
  const text = section && "text" in section ? (section.text?.text ?? "") : "";
  expect(text.length).toBeLessThanOrEqual(3_000);
  expect(text.length).toBeGreaterThan(2_700);
  expect(text).not.toMatch(/\p{Cs}/u);
  expect(text).toMatch(/(&amp;|😀)…$/u);
  for (const length of [150, 151]) {
    const { subject } = toEmail(message({ title: `${"x".repeat(length)}${"😀".repeat(99)}` }));
    expect(subject).not.toMatch(/\p{Cs}/u);
    expect(subject.length).toBeLessThanOrEqual(200);
  }
});

test("has one line per line", () => {
  expect(oneLine(" a\r\n\tb\u0085c\u2029d ")).toBe("a b c d");
});

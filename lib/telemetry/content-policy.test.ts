import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyPolicy, type ContentPolicy, strictest } from "./content-policy";

const now = Date.UTC(2026, 10, 23);
const policy = (one: Partial<ContentPolicy>): ContentPolicy => ({
  contentShare: 1,
  rules: [],
  fields: [],
  contentDays: null,
  ...one,
});
const email = { name: "E-mail", pattern: "[\\w.+-]+@[\\w-]+\\.[\\w.]+", replacement: "[e-mail]" };
const place = { key: "i1", at: now, now };

describe("the content policy of an environment", () => {
  test("replaces matches of patterns at any depth, in numbers too, and marks them", () => {
    const card = { name: "Card", pattern: "\\b\\d{16}\\b", replacement: "$1 card" };
    const input = {
      input: { mail: "write to ada@example.com", deep: [{ n: 4111111111111111 }, 7, true, null] },
      output: "ada@example.com, ada@example.org",
      error: "no such user: ada@example.com",
      attributes: { who: "ada@example.com", seats: 3 },
    };
    expect(applyPolicy(policy({ rules: [email, card] }), input, place)).toEqual({
      contents: {
        input: { mail: "write to [e-mail]", deep: [{ n: "$1 card" }, 7, true, null] },
        output: "[e-mail], [e-mail]",
        error: "no such user: [e-mail]",
        attributes: { who: "[e-mail]", seats: 3 },
      },
      mark: "redacted",
    });
  });

  test("replaces matches in names of fields, and keeps the values of names that become the same", () => {
    const input = {
      input: { "ada@example.com": { role: "owner" }, "bob@example.com": { role: "guest" }, plain: 1 },
      output: [{ __proto__: null, "to ada@example.com": "sent" }],
      attributes: { "ada@example.com": 3 },
    };
    const { contents, mark } = applyPolicy(policy({ rules: [email], fields: ["input.bob@example"] }), input, place);
    expect(contents).toEqual({
      input: { "[e-mail]": { role: "owner" }, "[e-mail] 2": { role: "guest" }, plain: 1 },
      output: [{ "to [e-mail]": "sent" }],
      attributes: { "[e-mail]": 3 },
    });
    expect(mark).toBe("redacted");
  });

  test("numbers thousands of names that become the same, also beside a name with such a number", () => {
    const names = ["[e-mail] 2", ...Array.from({ length: 5_000 }, (_, n) => `u${n}@example.com`)];
    const input = Object.fromEntries(names.map((name, n) => [name, n]));
    const { contents } = applyPolicy(policy({ rules: [email] }), { input }, place);
    expect(Object.values(contents.input as object)).toEqual(names.map((_, n) => n));
  });

  test("removes fields with any content; * is any name or position", () => {
    const fields = ["input.customer", "output.*.phone", "attributes.email"];
    const input = {
      input: { customer: { name: "Ada" }, other: { customer: 1 } },
      output: [{ phone: 1, city: "Rome" }, { phone: ["x"] }],
      attributes: { email: "a", plan: "pro" },
    };
    expect(applyPolicy(policy({ fields }), input, place).contents).toEqual({
      input: { customer: "[removed]", other: { customer: 1 } },
      output: [{ phone: "[removed]", city: "Rome" }, { phone: "[removed]" }],
      attributes: { email: "[removed]", plan: "pro" },
    });
  });

  test("removes fields whose names have dots, in any composed form, and in texts that are JSON", () => {
    const fields = [
      "attributes.user.email",
      "input.*.card no",
      "input.caf\u00e9",
      "output.customer.email",
      "output.0.to",
    ];
    const input = {
      input: { "a.b": { "card no": 4111 }, "cafe\u0301": "x", "card no": "stays" },
      output: '{"customer": {"email": "ada@example.com"}, "total": 3}',
      attributes: { "user.email": "ada@example.com", user: "stays", "user.name": "stays" },
    };
    expect(applyPolicy(policy({ fields }), input, place).contents).toEqual({
      input: { "a.b": { "card no": "[removed]" }, "cafe\u0301": "[removed]", "card no": "stays" },
      output: '{"customer":{"email":"[removed]"},"total":3}',
      attributes: { "user.email": "[removed]", user: "stays", "user.name": "stays" },
    });
    for (const output of ['{"total": 3}', "[not json", `[${"[".repeat(30_000)}${"]".repeat(30_000)}]`])
      expect(applyPolicy(policy({ fields }), { output }, place)).toEqual({ contents: { output }, mark: null });
    const deep = `[{"to":1,"a":${"[".repeat(30_000)}${"]".repeat(30_000)}}]`;
    expect(JSON.stringify(applyPolicy(policy({ fields }), { output: deep }, place).contents)).not.toContain('"to":1');
  });

  test("removes own fields called __proto__, and leaves prototypes alone", () => {
    const input = JSON.parse('{"__proto__": {"card": 1}, "constructor": {"card": 1}}');
    const { contents } = applyPolicy(policy({ fields: ["input.__proto__.card"] }), { input }, place);
    expect(JSON.stringify(contents.input)).toBe('{"__proto__":{"card":"[removed]"},"constructor":{"card":1}}');
    expect(Object.prototype).not.toHaveProperty("card");
  });

  test("replaces matches in names of steps, which stay if contents are off", () => {
    const input = { name: "mail ada@example.com", output: "x" };
    const { contents } = applyPolicy(policy({ contentShare: 0, rules: [email] }), input, place);
    expect(contents).toEqual({ name: "mail [e-mail]", output: null });
    const all = { name: "All", pattern: ".+", replacement: "" };
    expect(applyPolicy(policy({ rules: [all] }), { name: "secret" }, place).contents.name).toBe("[removed]");
  });

  test("removes a text that rules make very long, and contents that become too large", () => {
    const grow = Array.from({ length: 20 }, (_, n) => ({ name: `${n}`, pattern: "a", replacement: "a".repeat(60) }));
    const input = { input: "aaaa", output: [{ x: "a" }, "b"], name: "a" };
    expect(applyPolicy(policy({ rules: grow }), input, place).contents).toEqual({
      input: "[removed]",
      output: [{ x: "[removed]" }, "b"],
      name: "[removed]",
    });
    const double = [{ name: "x", pattern: "x", replacement: "long" }];
    const { contents } = applyPolicy(policy({ rules: double }), { input: ["x".repeat(60_000)] }, place);
    expect(contents.input).toBe("[removed]");
  });

  test("stores no input, output or comment if contents are off; errors and attributes are kept, redacted", () => {
    const input = { input: { a: 1 }, output: "x", comment: "bad", error: "to ada@example.com", attributes: { p: 1 } };
    expect(applyPolicy(policy({ contentShare: 0, rules: [email] }), input, place)).toEqual({
      contents: { input: null, output: null, comment: null, error: "to [e-mail]", attributes: { p: 1 } },
      mark: "withheld",
    });
    expect(applyPolicy(policy({ contentShare: 0 }), { error: "x" }, place).mark).toBeNull();
  });

  test("stores no contents that arrive after their retention", () => {
    const late = { key: "i1", at: now - 8 * 86_400_000, now };
    const input = { output: "x" };
    expect(applyPolicy(policy({ contentDays: 7 }), input, late)).toEqual({
      contents: { output: null },
      mark: "expired",
    });
    expect(applyPolicy(policy({ contentDays: 9 }), input, late)).toEqual({ contents: input, mark: null });
  });

  test("stores about the configured share, and of an answer all or nothing", () => {
    const half = policy({ contentShare: 0.3 });
    const isKept = (key: string) => applyPolicy(half, { output: "x" }, { ...place, key }).mark === null;
    const kept = Array.from({ length: 4_000 }, (_, n) => `i${n}`).filter(isKept);
    expect(kept.length / 4_000).toBeCloseTo(0.3, 1);
    expect(kept.every(isKept)).toBe(true);
  });

  test("changes nothing without rules and fields", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (output) => {
        const input = { output };
        expect(applyPolicy(policy({}), input, place)).toEqual({ contents: input, mark: null });
      }),
    );
  });

  test("leaves no match of a pattern at any place", () => {
    const rules = [{ name: "Secret", pattern: "(?i)secret", replacement: "*" }];
    const withSecret = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.constantFrom("a Secret b", "seSECRETcret", 1, null), tie("list"), tie("map")),
      list: fc.array(tie("value"), { maxLength: 4 }),
      map: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { maxKeys: 3 }),
    })).value;
    fc.assert(
      fc.property(withSecret, (input) => {
        const { contents } = applyPolicy(policy({ rules }), { input }, place);
        expect(JSON.stringify(contents) ?? "").not.toMatch(/secret(?!cret)/i);
      }),
    );
  });
});

test("combines several policies to the strictest, with the rules of all", () => {
  expect(strictest([])).toBeNull();
  expect(
    strictest([policy({ contentShare: 0.5, contentDays: 30 }), policy({ rules: [email], fields: ["input.a"] })]),
  ).toEqual({ contentShare: 0.5, rules: [email], fields: ["input.a"], contentDays: 30 });
});

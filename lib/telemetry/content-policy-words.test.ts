import { expect, test } from "vitest";
import { replaceIn } from "./content-policy";
import { contentPolicyChanges } from "./content-policy-schema";
import { commonRules, keptDays, replacedWords, shareWords } from "./content-policy-words";

const policy = { environment: "x", contentShare: 1, rules: [], fields: [], updatedBy: null, updatedAt: null };

test("the suggested rules are valid, and match what their names say", () => {
  expect(contentPolicyChanges.safeParse({ rules: commonRules }).success).toBe(true);
  const text =
    "ada.l+x@mail.example.com, +49 (30) 1234-5678, 4111 1111 1111 1111, DE89 3704 0044 0532 0130 00, 10.0.0.12";
  const of = (name: string) =>
    replaceIn(
      text,
      commonRules.filter((rule) => rule.name === name),
    );
  expect(of("E-mail addresses")).toMatch(/^\[e-mail\], \+49/);
  expect(of("Phone numbers")).toContain(", [phone], ");
  expect(of("Card numbers")).toContain(", [card], DE89");
  expect(of("IBANs")).toContain(", [iban], 10.0");
  expect(of("IP addresses")).toMatch(/, \[ip\]$/);
});

test("describes what is stored, with the shorter retention", () => {
  expect([1, 0.2, 0.001, 0].map(shareWords)).toEqual(["Kept", "20 % kept", "0.1 % kept", "Not kept"]);
  expect(replacedWords({ rules: [...commonRules], fields: ["input.a"] })).toBe("5 rules, 1 field");
  const installation = { eventDays: 90, contentDays: 60 };
  expect(keptDays({ ...policy, contentDays: null, eventDays: null }, installation)).toEqual({
    events: 90,
    contents: 60,
  });
  expect(keptDays({ ...policy, contentDays: 100, eventDays: 30 }, installation)).toEqual({ events: 30, contents: 30 });
});

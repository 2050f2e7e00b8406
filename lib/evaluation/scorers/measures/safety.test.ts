import { describe, expect, test } from "vitest";
import { piiKinds } from "../pii-kinds";
import { findPersonalData, isIban, passesLuhn } from "./personal-data";
import { measurePii } from "./pii";
import { measureProhibited } from "./prohibited";

describe("prohibited", () => {
  test.each([
    ["You idiot!", ["idiot"], 0],
    ["IDIOT", ["idiot"], 0],
    ["idiotic", ["idiot"], 1],
    ["classic assessment", ["ass"], 1],
    ["an ass.", ["ass"], 0],
    ["i\u200bdiot", ["idiot"], 0],
    ["ｉｄｉｏｔ", ["idiot"], 0],
    ["Größenwahn", ["größe"], 1],
    ["Die Größe", ["größe"], 0],
    ["バカです", ["バカ"], 0],
    ["100% guaranteed", ["100%"], 0],
    ["we guarantee a refund today", ["guarantee a refund"], 0],
    ["c++ rocks", ["c++"], 0],
    ["", ["x"], 1],
    ["e\u0301tat", ["état"], 0],
  ])("%j without %j: %i", (output, words, value) => {
    expect(measureProhibited({ words, patterns: [] }, output)).toMatchObject({ value });
  });

  test("supports patterns, and names the match", () => {
    const rules = { words: ["lawyer"], patterns: ["as an ai( language)? model"] };
    expect(measureProhibited(rules, "As an AI model, ask a Lawyer.")).toEqual({
      value: 0,
      explanation: "It contains “lawyer” and “As an AI model”, which are prohibited.",
    });
    expect(measureProhibited(rules, "Of course.")).toMatchObject({ value: 1 });
  });
});

const kindsIn = (text: string) => findPersonalData(text, piiKinds).map(({ kind }) => kind);

describe("personal data", () => {
  test.each([
    ["Write to ana.lopez+x@shop.example", "email"],
    ["müller@straße.de", "email"],
    ["Call +49 30 1234567", "phone"],
    ["Call +1 (415) 555-0132", "phone"],
    ["415-555-0132", "phone"],
    ["030 12345678", "phone"],
    ["(030) 123 45 67", "phone"],
    ["4242 4242 4242 4242", "credit_card"],
    ["378282246310005", "credit_card"],
    ["5555-5555-5555-4444", "credit_card"],
    ["DE89 3704 0044 0532 0130 00", "iban"],
    ["GB29NWBK60161331926819", "iban"],
    ["de89370400440532013000", "iban"],
    ["192.168.1.20", "ip_address"],
    ["2001:db8::ff00:42:8329", "ip_address"],
    ["123-45-6789", "us_ssn"],
  ])("%s is found", (text, kind) => {
    expect(kindsIn(text)).toEqual([kind]);
  });

  test.each([
    "Order #4711 of 2025-06-02",
    "Order 4711-0815-4711",
    "4242 4242 4242 4243",
    "1111 1111 1111 1111",
    "DE89 3704 0044 0532 0130 01",
    "000-12-3456",
    "127.0.0.1",
    "999.1.1.1",
    "version 1.2.3.4.5",
    "It is 12:30:45 now",
    "between 10:00 and 12:00",
    "€1,234.50 for 3 items",
    "a@b",
    "@handle",
    "12.05.2025 - 13.05.2025",
    "1 234 567 890",
  ])("%s is not", (text) => {
    expect(kindsIn(text)).toEqual([]);
  });

  test("an IBAN has its exact length", () => {
    const [found] = findPersonalData("IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFF", ["iban"]);
    expect(found?.written).toBe("DE89 3704 0044 0532 0130 00");
  });

  test("checksums", () => {
    expect(passesLuhn("79927398713")).toBe(true);
    expect(passesLuhn("79927398710")).toBe(false);
    expect(passesLuhn("")).toBe(false);
    expect(isIban("NO9386011117947")).toBe(true);
    expect(isIban("NO93860111179470")).toBe(false);
  });

  test("only data that is not in the case counts, in any notation", () => {
    const rules = { kinds: [...piiKinds], isInputAllowed: true };
    const variables = { message: "I am ANA@shop.example", contact: { phone: ["+49 30 1234567"] } };
    expect(measurePii(rules, "Hello ana@shop.example, +49-30-123 4567", variables)).toMatchObject({ value: 1 });
    expect(measurePii(rules, "Ask bob@shop.example", variables)).toEqual({
      value: 0,
      explanation: "It contains an e-mail address (bo…le) that the case does not contain.",
    });
    expect(measurePii({ ...rules, isInputAllowed: false }, "ana@shop.example", variables)).toMatchObject({ value: 0 });
    expect(measurePii({ ...rules, kinds: ["iban"] }, "bob@shop.example", {})).toMatchObject({ value: 1 });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSearch, toTsQuery } from "./search-query";

const query = (text: string) => toTsQuery(parseSearch(text));

describe("parsing a search text", () => {
  it.each([
    ["refund policy", "('refund':*) & ('policy':*)"],
    ['"order number" asap', "('order' <-> 'number') & ('asap':*)"],
    ['"order num', "('order' <-> 'num':*)"],
    ["refund -promise", "('refund':*) & !('promise':*)"],
    ['-"never promise"', "!('never' <-> 'promise')"],
    ["support/re", "('support' <-> 're':*)"],
    ["{{ customer.name }}", "('customer' <-> 'name':*)"],
    ["{% render 'shared/tone' %}", "('render':*) & ('shared' <-> 'tone':*)"],
    ["don't", "('don' <-> 't':*)"],
    ["été", "(('été':* | 'Été':* | 'ÉTÉ':*))"],
  ])("%s", (text, expected) => {
    expect(query(text)).toBe(expected);
  });

  it.each(["", "   ", '"', "-", "{{ }}", "'; --", "&|!():*<->", '""'])("%j has no words", (text) => {
    expect(query(text)).toBeNull();
  });

  it("never passes an operator of the user to the database's query syntax", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        for (const { words } of parseSearch(text)) {
          expect(words.length).toBeGreaterThan(0);
          for (const word of words) expect(word).not.toMatch(/['\\:*&|!()<>\s]/);
        }
      }),
    );
  });

  it("stops at 32 words", () => {
    expect(parseSearch("word ".repeat(200))).toHaveLength(32);
  });
});

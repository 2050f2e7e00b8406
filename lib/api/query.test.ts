import { describe, expect, it } from "vitest";
import { parseQuery } from "./query";

const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return null;
};

describe("parseQuery", () => {
  it("decodes names and values", () => {
    expect(parseQuery("?name=support%2Ftriage&a=1+2&b=%C3%A9&empty=&bare")).toEqual({
      name: "support/triage",
      a: "1 2",
      b: "é",
      empty: "",
      bare: "",
    });
    expect(parseQuery("")).toEqual({});
    expect(parseQuery("?&&a=1&")).toEqual({ a: "1" });
    expect(parseQuery("?a=b=c")).toEqual({ a: "b=c" });
  });

  it("refuses a repeated parameter, also if encoded differently", () => {
    expect(codeOf(() => parseQuery("?a=1&a=1"))).toBe("duplicate_parameter");
    expect(codeOf(() => parseQuery("?a=1&%61=2"))).toBe("duplicate_parameter");
  });

  it("refuses percent signs that are not UTF-8", () => {
    expect(codeOf(() => parseQuery("?a=%ff"))).toBe("invalid_unicode");
    expect(codeOf(() => parseQuery("?a=%zz"))).toBe("invalid_unicode");
    expect(codeOf(() => parseQuery("?%=1"))).toBe("invalid_unicode");
  });

  it("treats __proto__ as an ordinary name", () => {
    const query = parseQuery("?__proto__=x&constructor=y");
    expect(Object.keys(query)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(query)).toBe(Object.prototype);
  });
});

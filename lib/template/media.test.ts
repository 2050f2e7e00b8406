import { describe, expect, it } from "vitest";
import { isAppError } from "@/lib/core/errors";
import type { Content } from "./content";
import { isMediaValue } from "./media";
import { compileContent } from "./render";

describe("an image or a file in the values of a caller", () => {
  it.each([
    "https://example.com/a.png",
    "gs://bucket/a.pdf",
    "data:image/png;base64,iVBORw0KGgo=",
    { url: "https://example.com/a.png", media_type: "image/png" },
    { data: "iVBORw0KGgo=", media_type: "image/png", filename: "a.png" },
  ])("%j is valid", (value) => {
    expect(isMediaValue(value)).toBe(true);
  });

  it.each([
    "a.png",
    "javascript:alert(1)",
    "https://example.com/a b.png",
    "data:image/png,plain",
    { data: "iVBORw0KGgo=" },
    { data: "not base64!", media_type: "image/png" },
    { url: "https://a.b/c", data: "aa==", media_type: "image/png" },
    { url: "https://a.b/c", alt: "x" },
    { url: 7 },
    7,
    null,
    [],
  ])("%j is invalid", (value) => {
    expect(isMediaValue(value)).toBe(false);
  });
});

const content: Content = {
  type: "chat",
  messages: [
    {
      role: "user",
      content: [
        { type: "text", text: "What is {{ thing }}?" },
        { type: "image", variable: "photo", detail: "high" },
        { type: "file", variable: "paper", filename: "paper.pdf" },
        { type: "image", url: "https://example.com/{{ thing }}.png" },
      ],
    },
  ],
  variables: [
    { name: "thing", type: "string", required: true },
    { name: "photo", type: "image", required: true },
    { name: "paper", type: "file", required: false },
  ],
};

describe("parts", () => {
  it("are rendered: texts and URLs as templates, variables with their source", () => {
    const photo = "data:image/png;base64,iVBORw0KGgo=";
    const paper = { url: "https://example.com/p.pdf", filename: "own.pdf" };
    const expected = [
      {
        role: "user",
        content: [
          { type: "text", text: "What is this?" },
          { type: "image", detail: "high", data: "iVBORw0KGgo=", media_type: "image/png" },
          { type: "file", url: "https://example.com/p.pdf", filename: "own.pdf" },
          { type: "image", url: "https://example.com/this.png" },
        ],
      },
    ];
    const compiled = compileContent(content);
    expect(compiled.render({ thing: "this", photo, paper })).toEqual(expected);
    expect(JSON.parse(compiled.renderJson({ thing: "this", photo, paper }))).toEqual(expected);
  });

  it("of optional variables without a value are left out", () => {
    const [message] = compileContent(content).render({ thing: "this", photo: "https://example.com/a.png" });
    expect(message).toMatchObject({ content: [{ type: "text" }, { type: "image" }, { type: "image" }] });
  });

  it.each([
    [{ thing: "this" }, "missing_variables", "/variables/photo"],
    [{ thing: "this", photo: "a.png" }, "invalid_variable_type", "/variables/photo"],
  ])("%j is refused", (values, code, pointer) => {
    try {
      compileContent(content).render(values);
      expect.unreachable();
    } catch (error) {
      if (!isAppError(error)) throw error;
      expect([error.code, error.errors?.[0]?.pointer]).toEqual([code, pointer]);
    }
  });
});

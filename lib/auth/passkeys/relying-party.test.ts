import { expect, it } from "vitest";
import { relyingPartyOf } from "./relying-party";

it("is the host of the public address", () => {
  expect(relyingPartyOf("https://prompts.example.com:8443/understudy")).toEqual({
    id: "prompts.example.com",
    origin: "https://prompts.example.com:8443",
  });
  expect(relyingPartyOf("http://localhost:3000")).toEqual({ id: "localhost", origin: "http://localhost:3000" });
});

it.each(["http://prompts.example.com", "https://10.0.0.1", "https://[::1]:3000", "http://127.0.0.1:3000"])(
  "there is none at %s",
  (url) => {
    expect(relyingPartyOf(url)).toBeNull();
  },
);

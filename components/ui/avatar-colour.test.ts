import { describe, expect, it } from "vitest";
import { avatarColour, initials } from "./avatar-colour";

describe("avatars", () => {
  it("give the same person the same colour, in any notation of the name", () => {
    expect(avatarColour("Priya Raman")).toBe(avatarColour(" priya raman "));
  });

  it("use all six colours", () => {
    const seen = new Set(Array.from({ length: 100 }, (_, at) => avatarColour(`person ${at}`)));
    expect(seen.size).toBe(6);
  });

  it.each([
    ["Priya Raman", "PR"],
    ["Tomás de los Reyes", "TR"],
    ["mara.lindqvist@fernway.example", "ML"],
    ["Ø", "Ø"],
    ["  ", "?"],
    ["李 明", "李明"],
  ])("%j has the initials %j", (name, letters) => {
    expect(initials(name)).toBe(letters);
  });
});

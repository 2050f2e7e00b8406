import { expect, it } from "vitest";
import type { PresenceView } from "@/lib/registry/queries/presences";
import type { Content } from "@/lib/template/content";
import { toDraft } from "./draft-content";
import { placeWords, presenceWords, togetherWords } from "./place-words";

const content: Content = {
  type: "chat",
  messages: [
    { role: "system", content: "s" },
    { placeholder: "history" },
    { role: "user", content: "a" },
    { role: "user", content: "b" },
  ],
  examples: [{ input: "i", output: "o" }],
};

it("names places the same for all who edit the text", () => {
  const draft = toDraft(content);
  expect(["m0", "m1", "m3", "x0", "gone"].map((id) => placeWords(draft, id))).toEqual([
    "System message",
    "Chat history",
    "User message 2",
    "Example 1",
    "",
  ]);
  const text = toDraft({ type: "text", messages: [{ role: "user", content: "t" }] });
  expect(placeWords(text, "m0")).toBe("Text");
});

const person = (name: string, more: Partial<PresenceView> = {}): PresenceView => ({
  userId: name,
  name,
  isEditing: false,
  place: "",
  draftCopyId: null,
  ...more,
});

it("describes who else is here in a few words", () => {
  const mara = person("Mara Lindqvist");
  expect(presenceWords([], null)).toBe("");
  expect(presenceWords([mara], null)).toBe("Mara is here too");
  expect(presenceWords([{ ...mara, isEditing: true, place: "System message" }], null)).toBe(
    "Mara is editing the system message",
  );
  expect(presenceWords([{ ...mara, isEditing: true, place: "User message 2" }], null)).toBe(
    "Mara is editing user message 2",
  );
  expect(presenceWords([{ ...mara, draftCopyId: "c" }], null)).toBe("Mara is in a draft copy");
  expect(presenceWords([mara], "c")).toBe("Mara is in the prompt itself");
  expect(presenceWords([mara, person("Jonas")], null)).toBe("Mara and Jonas are here too");
  expect(presenceWords([mara, person("Jonas"), person("Aiko")], null)).toBe("Mara and 2 others are here too");
});

it("names each person in a shared draft once", () => {
  expect(togetherWords([])).toBe("Nobody else is in the shared draft");
  const people = ["Mara Lindqvist", "Mara Lindqvist", "Jonas Weber"].map((name) => ({ name }));
  expect(togetherWords(people)).toBe("You edit together with Mara and Jonas");
});

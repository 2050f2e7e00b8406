import type { PresenceView } from "@/lib/registry/queries/presences";
import { type Draft, roleNames } from "./draft";

/** The name of a message or example, equal for everybody who edits the same text: "User message 2". */
export function placeWords(draft: Draft, id: string): string {
  const entry = draft.entries.find((one) => one.id === id);
  if (entry?.kind === "slot") return entry.placeholder === "history" ? "Chat history" : "Placeholder";
  if (entry) {
    if (draft.type === "text") return "Text";
    const same = draft.entries.filter((one) => one.kind === "message" && one.role === entry.role);
    return `${roleNames[entry.role]} message${same.length > 1 ? ` ${same.indexOf(entry) + 1}` : ""}`;
  }
  const example = draft.examples.findIndex((one) => one.id === id);
  return example === -1 ? "" : `Example ${example + 1}`;
}

/** "Mara", "Mara and Jonas", "Mara and 2 others". */
function namesOf(people: readonly PresenceView[]): string {
  const [first, second] = people.map(({ name }) => firstName(name));
  if (people.length === 2) return `${first} and ${second}`;
  return people.length > 2 ? `${first} and ${people.length - 1} others` : (first ?? "");
}

/** The first name of a person. */
export const firstName = (name: string) => name.split(/\s+/u)[0] ?? name;

/** Says who else has this open, in a few words: "Mara is here too", "Mara is editing the system message". */
export function presenceWords(others: readonly PresenceView[], copy: string | null): string {
  const [first] = others;
  if (!first) return "";
  if (others.length > 1) return `${namesOf(others)} are here too`;
  const name = firstName(first.name);
  if (first.draftCopyId !== copy) return `${name} is in ${first.draftCopyId ? "a draft copy" : "the prompt itself"}`;
  if (!first.isEditing) return `${name} is here too`;
  return first.place ? `${name} is editing ${inSentence(first.place)}` : `${name} is editing`;
}

/** Says who edits the shared draft, each person once: "You edit together with Mara and Jonas". */
export function togetherWords(people: readonly { name: string }[]): string {
  const names = [...new Set(people.map(({ name }) => firstName(name)))];
  return names.length === 0
    ? "Nobody else is in the shared draft"
    : `You edit together with ${new Intl.ListFormat("en-GB").format(names)}`;
}

function inSentence(place: string): string {
  const words = `${place.charAt(0).toLowerCase()}${place.slice(1)}`;
  return /\d$/.test(words) ? words : `the ${words}`;
}

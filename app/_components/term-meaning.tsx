import { meanings } from "@/lib/experiments/glossary-meanings";

/** The meaning of a statistical term. */
export function TermMeaning({ name }: { name: string }) {
  return <p className="whitespace-normal text-left font-normal text-fg-muted">{meanings[name]}</p>;
}

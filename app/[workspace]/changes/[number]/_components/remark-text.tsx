import { inOrder } from "@/components/editor/in-order";
import { useChange } from "./change-context";

/** What somebody wrote, with the people it names in colour. */
export function RemarkText({ text }: { text: string }) {
  const { people } = useChange();
  const names = people.map(({ name }) => `@${name}`).filter((name) => text.includes(name));
  const escaped = names
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pieces = escaped.length > 0 ? text.split(new RegExp(`(${escaped.join("|")})`)) : [text];
  return (
    <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {inOrder(pieces).map(({ key, item }) =>
        names.includes(item) ? (
          <span key={key} className="text-accent">
            {item}
          </span>
        ) : (
          item
        ),
      )}
    </p>
  );
}

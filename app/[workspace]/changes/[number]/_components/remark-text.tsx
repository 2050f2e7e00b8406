import { inOrder } from "@/components/editor/in-order";
import { TextLink } from "@/components/ui/text-link";
import { useChange } from "./change-context";
import { remarkPieces } from "./remark-pieces";

/** The text of a comment, with mentioned people in colour and addresses as links. */
export function RemarkText({ text, className = "" }: { text: string; className?: string }) {
  const { people } = useChange();
  const pieces = remarkPieces(
    text,
    people.map(({ name }) => name),
  );
  return (
    <p className={`whitespace-pre-wrap [overflow-wrap:anywhere] ${className}`}>
      {inOrder(pieces).map(({ key, item }) =>
        item.kind === "link" ? (
          <TextLink key={key} href={item.text} target="_blank" rel="noopener noreferrer nofollow">
            {item.text}
          </TextLink>
        ) : item.kind === "name" ? (
          <span key={key} className="text-accent">
            {item.text}
          </span>
        ) : (
          item.text
        ),
      )}
    </p>
  );
}

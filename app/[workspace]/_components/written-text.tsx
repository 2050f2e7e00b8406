import { inOrder } from "@/components/editor/in-order";
import { TextLink } from "@/components/ui/text-link";
import { remarkPieces } from "@/lib/registry/remark-pieces";

type Props = { text: string; people: readonly { name: string }[]; className?: string };

/** A comment or note, with mentioned people in colour and addresses as links. */
export function WrittenText({ text, people, className = "" }: Props) {
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

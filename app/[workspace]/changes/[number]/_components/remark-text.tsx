import { WrittenText } from "@/app/[workspace]/_components/written-text";
import { useChange } from "./change-context";

/** The text of a comment, with mentioned people in colour and addresses as links. */
export function RemarkText({ text, className }: { text: string; className?: string }) {
  const { people } = useChange();
  return <WrittenText text={text} people={people} {...(className && { className })} />;
}

import { inOrder } from "./in-order";
import { splitTemplate, type TemplatePart } from "./template-text";

const colours: Record<TemplatePart["kind"], string> = {
  text: "",
  output: "template-chip text-code-variable",
  tag: "text-code-logic",
  snippet: "text-code-snippet",
  string: "text-code-string",
};

/** The text with the final height of the editor, until the editor has loaded. */
export function TemplateSkeleton({ value, firstLine = 1 }: { value: string; firstLine?: number | undefined }) {
  return (
    <div className="py-2 font-mono text-[13px] leading-[21px]">
      {inOrder(value.split("\n")).map(({ key, item: line }, index) => (
        <div key={key} className="grid grid-cols-[48px_minmax(0,1fr)] pr-3.5 max-md:grid-cols-[34px_minmax(0,1fr)]">
          <span aria-hidden="true" className="pr-4 text-right text-12 text-code-gutter leading-[21px] max-md:pr-2.5">
            {index + firstLine}
          </span>
          <span className="min-h-[21px] whitespace-pre-wrap [overflow-wrap:anywhere]">
            {inOrder(splitTemplate(line)).map(({ key: at, item: part }) => (
              <span key={at} className={colours[part.kind]}>
                {part.text}
              </span>
            ))}
          </span>
        </div>
      ))}
    </div>
  );
}

import { capitalize } from "@/lib/core/words";
import { type Content, isPlaceholder } from "@/lib/template/content";
import { messageLines } from "@/lib/template/message-text";

const parts = /(\{\{.*?\}\}|\{%.*?%\})/gs;

/** A template's text with variables and logic highlighted. */
function TemplateText({ text }: { text: string }) {
  let offset = 0;
  const pieces = text.split(parts).filter((part) => part !== "");
  return pieces.map((part) => {
    const key = offset;
    offset += part.length;
    if (part.startsWith("{{"))
      return (
        <span key={key} className="rounded-sm bg-code-variable-soft text-code-variable">
          {part}
        </span>
      );
    return (
      <span key={key} className={part.startsWith("{%") ? "text-code-logic" : undefined}>
        {part}
      </span>
    );
  });
}

/** All messages of a version: role, then text. */
export function TemplateMessages({ content, version }: { content: Content; version: number }) {
  return (
    <ol className="grid gap-4">
      {content.messages.map((entry, index) => {
        const key = `${index}`;
        if (isPlaceholder(entry))
          return (
            <li key={key} className="text-fg-muted">
              Chat history, sent by the application as <code>{entry.placeholder}</code>
            </li>
          );
        return (
          <li key={key}>
            <h3 className="flex justify-between gap-4">
              {content.type === "text" ? "Text" : capitalize(entry.role)}
              {index === 0 ? <span className="font-normal text-fg-subtle">v{version}</span> : null}
            </h3>
            <p className="mt-0.5 max-w-[80ch] whitespace-pre-wrap break-words font-mono text-12 leading-5">
              <TemplateText text={messageLines(entry)} />
            </p>
          </li>
        );
      })}
    </ol>
  );
}

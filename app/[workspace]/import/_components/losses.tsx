import { pluralize } from "@/lib/core/words";
import type { Loss } from "@/lib/template/source";

type Props = { title: string; losses: readonly (Loss & { file?: string })[]; count?: number };

const placeOf = ({ file, pointer, line }: Loss & { file?: string }) =>
  [file, pointer || "the whole file", line !== undefined && `line ${line}`].filter(Boolean).join(", ");

function List({ losses }: { losses: readonly (Loss & { file?: string })[] }) {
  return (
    <ul className="grid gap-1.5">
      {losses.map((loss) => (
        <li key={`${loss.file} ${loss.pointer}`} className="min-w-0 max-w-[100ch]">
          <span className="font-mono text-12 [overflow-wrap:anywhere]">{placeOf(loss)}</span>
          {loss.reason ? <span className="text-fg-muted"> · {loss.reason}</span> : null}
          <span className="block truncate font-mono text-12 text-fg-muted" title={loss.value}>
            {loss.value}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Lists the fields that are not imported. Fields of the content come first; a tool's metadata is collapsed. */
export function Losses({ title, losses, count }: Props) {
  const content = losses.filter(({ kind }) => kind === "content");
  const records = losses.filter(({ kind }) => kind === "record");
  if (losses.length === 0) return null;
  const more = (count ?? content.length) - content.length;
  return (
    <section aria-label={title} className="px-6 py-2.5 max-md:px-4">
      {content.length > 0 ? (
        <>
          <h3 className="mb-1 text-12 text-warning">{title}</h3>
          <List losses={content} />
          {more > 0 ? <p className="mt-1 text-12 text-fg-muted">And {pluralize(more, "field")} more.</p> : null}
        </>
      ) : null}
      {records.length > 0 ? (
        <details className="mt-1.5 text-12 text-fg-muted">
          <summary className="cursor-pointer">
            {pluralize(records.length, "field")} about the row, such as ids, dates and keys, not imported either
          </summary>
          <div className="mt-1.5">
            <List losses={records} />
          </div>
        </details>
      ) : null}
    </section>
  );
}

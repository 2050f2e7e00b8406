import { Hand } from "lucide-react";
import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { ChangeRequestView } from "@/lib/registry/queries/change-requests";
import { changePath, standsWords, stepWords } from "../../../_components/change-words";

export type CallBoardProps = { workspace: string; count: number; items: readonly ChangeRequestView[] };

/** What waits for the person, above the list: a few lines, gone when nothing does. */
export function CallBoard({ workspace, count, items }: CallBoardProps) {
  if (items.length === 0) return null;
  const more = count - items.length;
  return (
    <section aria-labelledby="waiting" className="border-line border-b px-6 py-3.5 max-md:px-4">
      <h2 id="waiting" className="flex items-center gap-2 text-13 [&>svg]:size-4">
        <Hand aria-hidden="true" />
        Waiting for you <span className="font-normal text-fg-muted tabular-nums">{count}</span>
      </h2>
      <ul className="mt-1.5 grid">
        {items.map((item) => (
          <li key={item.number}>
            <Link
              href={changePath(workspace, item.number)}
              className="-mx-2 grid min-h-6 grid-cols-[minmax(0,1fr)_auto] gap-x-4 rounded-md px-2 py-1 transition-colors hover:bg-surface-hover"
            >
              <span className="min-w-0">
                <span className="block [overflow-wrap:anywhere]">
                  {item.nextStep ? stepWords[item.nextStep] : null} <b className="font-semibold">{item.prompt}</b>
                  {item.nextStep === "release"
                    ? ` v${item.version} to ${item.environment}`
                    : ` v${item.version} for ${item.environment}`}
                </span>
                <span className="block truncate text-12 text-fg-muted">
                  {`${item.author.name}: ${item.title}. ${standsWords(item)}`}
                </span>
              </span>
              <RelativeTime at={item.updatedAt} focusable={false} className="text-12 text-fg-subtle leading-5" />
            </Link>
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <TextLink href={`/${workspace}/inbox`} className="mt-1 inline-flex min-h-6 items-center max-md:min-h-10">
          {`${more} more`}
        </TextLink>
      ) : null}
    </section>
  );
}

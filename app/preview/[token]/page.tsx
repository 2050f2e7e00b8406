import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { askingAddress } from "@/app/_components/asking-address";
import { dayOf } from "@/app/_components/day";
import { inOrder } from "@/components/editor/in-order";
import { Mark } from "@/components/ui/mark";
import { RelativeTime } from "@/components/ui/relative-time";
import { databaseNow } from "@/lib/core/database-clock";
import { capitalize } from "@/lib/core/words";
import type { PreviewPart } from "@/lib/registry/preview-text";
import { openPreview } from "@/lib/registry/queries/preview-links";

export const metadata: Metadata = {
  title: "Preview",
  description: "A prompt with sample values.",
  robots: { index: false, follow: false, nocache: true },
  referrer: "no-referrer",
};

const roles = { system: "System", user: "User", assistant: "Assistant", developer: "Developer", tool: "Tool" } as const;

/** A prompt with sample values, for anyone with the link. Everything is plain text. */
export default async function PreviewPage({ params }: { params: Promise<{ token: string }> }) {
  await connection();
  const { token } = await params;
  const preview = await openPreview(token, databaseNow(), await askingAddress());
  if (!preview) notFound();
  const { prompt, workspace, label, sharedBy, sharedAt, expiresAt, parts, unfilled, problem, type } = preview;
  return (
    <div className="mx-auto w-full max-w-3xl px-6 pt-8 pb-16 max-md:px-4 max-md:pt-5">
      <header className="border-line border-b pb-4">
        <p className="mb-4 flex items-center gap-2 text-fg-muted">
          <Mark /> Understudy
        </p>
        <h1 className="text-18 tracking-tight [overflow-wrap:anywhere]">{prompt}</h1>
        <p className="mt-1 text-fg-muted">
          {/^v\d/.test(label) ? label : capitalize(label)} at {workspace}
          {unfilled.length === 0 ? ", with sample values" : ""}. Shared by {sharedBy} <RelativeTime at={sharedAt} ago />
          . This link expires on {dayOf(expiresAt)}.
        </p>
      </header>
      <main>
        {problem ? (
          <p className="mt-4 rounded-md bg-warning-soft px-3 py-[9px]">
            The sample values do not fit, so the templates are shown as they are: {problem}
          </p>
        ) : unfilled.length > 0 ? (
          <p className="mt-4 rounded-md bg-surface-sunken px-3 py-[9px]">
            These variables have no sample value: {unfilled.join(", ")}.
          </p>
        ) : null}
        {inOrder(parts).map(({ key, item }) => (
          <Part key={key} part={item} isText={type === "text"} />
        ))}
      </main>
    </div>
  );
}

function Part({ part: { role, placeholder, text }, isText }: { part: PreviewPart; isText: boolean }) {
  if (role === null)
    return (
      <p className="mt-5 rounded-md border border-line-control border-dashed px-3 py-2 text-fg-muted">
        {placeholder === "history"
          ? "The conversation so far goes here."
          : `${placeholder}: messages that the application inserts here.`}
      </p>
    );
  return (
    <section className="pt-5">
      <h2 className="mb-1 text-12 text-fg-muted">{isText ? "Text" : roles[role]}</h2>
      <p className="whitespace-pre-wrap text-14 [overflow-wrap:anywhere]">{text}</p>
    </section>
  );
}

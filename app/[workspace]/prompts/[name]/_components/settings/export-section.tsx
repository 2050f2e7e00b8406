"use client";

import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/cn";

type Props = { name: string; latestVersion: number };

/** Links that download the prompt as a file, in several formats. */
export function ExportSection({ name, latestVersion }: Props) {
  const workspace = useWorkspace();
  const href = (query: Record<string, string>) => `/${workspace}/export?${new URLSearchParams({ name, ...query })}`;
  const files = [
    {
      label: ".prompt",
      what: "Dotprompt: readable, for a repository and for Genkit",
      href: href({ format: "dotprompt" }),
    },
    {
      label: "Bundle",
      what: "JSON with every version, to move it to another workspace",
      href: href({ history: "true" }),
    },
    {
      label: "Langfuse",
      what: "JSON as Langfuse's API gives it, every version",
      href: href({ format: "langfuse", history: "true" }),
    },
  ];
  return (
    <section aria-labelledby="export" className="mt-8 border-line border-t pt-5">
      <h2 id="export" className="text-14">
        Export
      </h2>
      <p className="mt-1 mb-3 max-w-[62ch] text-fg-muted">
        v{latestVersion} as a file, with its pinned snippets if the format supports them. Importing it again gives the
        same content.
      </p>
      <ul className="grid gap-2">
        {files.map(({ label, what, href: to }) => (
          <li key={label} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <a href={to} download className={cn(buttonStyle({ size: "sm" }), "w-24 max-md:h-10")}>
              {label}
            </a>
            <span className="text-fg-muted">{what}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

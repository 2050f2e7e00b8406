"use client";

import type { ReactNode } from "react";
import { type CodeSample, CodeTabs } from "@/components/ui/code-block";
import { buildUseSnippets, type UseOptions } from "@/lib/registry/use-snippets";

const languages = { curl: "bash", typescript: "typescript", python: "python" } as const;

export type UseSnippetsProps = UseOptions & {
  /** Shown below the code: the key, or a link to create one. */
  footer?: ReactNode;
  className?: string;
};

/** "Use in your app": the same program in TypeScript, in Python and for a shell. */
export function UseSnippets({ footer, className, ...options }: UseSnippetsProps) {
  const samples = buildUseSnippets(options).map(
    (snippet): CodeSample => ({ ...snippet, language: languages[snippet.id] }),
  );
  return <CodeTabs samples={samples} footer={footer} className={className} />;
}

"use client";

import type { ReactNode } from "react";
import { type CodeSample, CodeTabs } from "@/components/ui/code-block";
import { buildReportSnippets, type ReportOptions } from "@/lib/registry/report-snippets";
import { buildUseSnippets, type UseOptions, type UseSnippet } from "@/lib/registry/use-snippets";

const languages = { curl: "bash", typescript: "typescript", python: "python" } as const;

export type UseSnippetsProps = UseOptions & {
  /** Under the code: the key, or where to get one. */
  footer?: ReactNode;
  className?: string;
};

const toSamples = (snippets: readonly UseSnippet[]): CodeSample[] =>
  snippets.map((snippet) => ({ ...snippet, language: languages[snippet.id] }));

/** "Use in your app": the same call as curl, TypeScript and Python. */
export function UseSnippets({ footer, className, ...options }: UseSnippetsProps) {
  return <CodeTabs samples={toSamples(buildUseSnippets(options))} footer={footer} className={className} />;
}

/** What an application sends back after its model call, in the same three languages. */
export function ReportSnippets(options: ReportOptions) {
  return <CodeTabs samples={toSamples(buildReportSnippets(options))} />;
}

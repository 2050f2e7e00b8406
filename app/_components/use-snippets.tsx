"use client";

import type { ReactNode } from "react";
import { type CodeSample, CodeTabs } from "@/components/ui/code-block";
import type { UseOptions } from "@/lib/registry/use-plan";
import { buildUseSnippets } from "@/lib/registry/use-snippets";

const languages = { first: "bash", typescript: "typescript", python: "python", shell: "bash" } as const;

/** Masks a key except for its ends, so that it cannot be read from the screen. */
export const masked = (key: string) => `${key.slice(0, 12)}${"•".repeat(12)}${key.slice(-4)}`;

export type UseSnippetsProps = UseOptions & {
  /** The key that was just created. The first call is copied with it. */
  apiKey?: string | null;
  /** Shown below the code: the key, or a link to create one. */
  footer?: ReactNode;
  className?: string;
};

/** "Use in your app": the first call, and the same program in TypeScript, in Python and for a shell. */
export function UseSnippets({ apiKey = null, footer, className, ...options }: UseSnippetsProps) {
  const whole = buildUseSnippets(options, apiKey);
  const shown = apiKey === null ? whole : buildUseSnippets(options, masked(apiKey));
  const samples = shown.map(
    (snippet, index): CodeSample => ({
      ...snippet,
      language: languages[snippet.id],
      copied: whole[index]?.code ?? snippet.code,
    }),
  );
  return <CodeTabs label="Language" samples={samples} footer={footer} className={className} />;
}

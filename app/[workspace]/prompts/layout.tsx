import { headers } from "next/headers";
import type { ReactNode } from "react";
import { promptHeader } from "@/app/addresses";
import { openPrompt } from "./[name]/_components/open-prompt";

type Props = { params: Promise<{ workspace: string }>; children: ReactNode };

/** Answers 404 for an unknown prompt here, because the skeleton is sent before the prompt's page, with status 200. */
export default async function PromptsLayout({ params, children }: Props) {
  const segment = (await headers()).get(promptHeader);
  if (segment) await openPrompt((await params).workspace, segment);
  return children;
}

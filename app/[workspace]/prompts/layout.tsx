import { headers } from "next/headers";
import { promptHeader } from "@/app/addresses";
import { openPrompt } from "./[name]/_components/open-prompt";

/** Answers 404 for an unknown prompt here, because the skeleton is sent before the prompt's page, with status 200. */
export default async function PromptsLayout({ params, children }: LayoutProps<"/[workspace]/prompts">) {
  const segment = (await headers()).get(promptHeader);
  if (segment) await openPrompt((await params).workspace, segment);
  return children;
}

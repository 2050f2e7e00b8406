import type { Metadata } from "next";
import { baseUrl } from "@/app/_components/base-url";
import { requirePerson } from "@/lib/auth/session";
import { PersonalPage } from "../_components/personal-page";
import { WorkspaceForm } from "./_components/workspace-form";

export const metadata: Metadata = { title: "New workspace" };

/** Creates a workspace. Its prompts, environments, keys and members are separate from all others. */
export default async function NewWorkspacePage() {
  await requirePerson("/new-workspace");
  return (
    <PersonalPage title="New workspace">
      <div className="max-w-120 py-6">
        <p className="mb-5 max-w-[62ch] text-fg-muted">
          A workspace has its own prompts, environments, keys and members. Workspaces share nothing. You are the owner
          of the new one and can invite others in its settings.
        </p>
        <WorkspaceForm host={new URL(await baseUrl()).host} />
      </div>
    </PersonalPage>
  );
}

"use client";

import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import type { OpenWorkspace } from "@/lib/auth/domains/queries";
import { aRole } from "@/lib/auth/role-words";
import { joinOpen } from "../actions";

/** The workspaces that the person may join because of their address. Renders nothing if there are none. */
export function OpenWorkspaceList({ open }: { open: readonly OpenWorkspace[] }) {
  const router = useRouter();
  const join = useAction({
    run: (slug: string) => joinOpen({ slug }),
    onDone: ({ slug }) => router.push(`/${slug}/prompts`),
    failed: "You did not join.",
  });
  if (open.length === 0) return null;
  return (
    <ul className="mb-4 grid gap-2" aria-label="Workspaces you can join">
      {open.map(({ slug, name, domain, role }) => (
        <li key={slug} className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line px-3 py-2">
          <span className="mr-auto min-w-0">
            <b className="font-medium">{name}</b>
            <span className="block text-12 text-fg-muted">{`You can join as ${aRole(role)} with your ${domain} address.`}</span>
          </span>
          <Button
            size="sm"
            variant="primary"
            aria-label={`Join ${name}`}
            busy={join.isBusy && "Joining"}
            onClick={() => join.start(slug)}
          >
            Join
          </Button>
        </li>
      ))}
    </ul>
  );
}

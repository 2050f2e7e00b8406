import { Archive, BellRing, Boxes, Building2, Folder, KeyRound, ScrollText, Users } from "lucide-react";
import type { ReactElement } from "react";
import type { CommandGroup } from "@/components/layout/types";
import { withQuery } from "./paths";

/** The folders and settings pages in the palette. */
export function placeCommands(workspace: string, folders: readonly { name: string; count: number }[]): CommandGroup[] {
  const settings = `/${workspace}/settings`;
  const prompts = `/${workspace}/prompts`;
  const page = (path: string, label: string, icon: ReactElement, keywords: string[] = []) => ({
    id: `settings ${path}`,
    label: `Settings: ${label}`,
    icon,
    href: `${settings}${path}`,
    keywords: ["settings", ...keywords],
  });
  return [
    {
      heading: "Folders",
      items: [
        ...folders.map(({ name, count }) => ({
          id: `folder ${name}`,
          label: `${name}/`,
          icon: <Folder />,
          keywords: ["folder"],
          hint: count === 1 ? "one prompt" : `${count} prompts`,
          href: withQuery(prompts, { folder: name }),
        })),
        {
          id: "archived",
          label: "Archived prompts",
          icon: <Archive />,
          href: withQuery(prompts, { archived: "true" }),
        },
      ],
    },
    {
      heading: "Settings",
      items: [
        page("", "General", <Building2 />, ["workspace", "environments"]),
        page("/members", "Members", <Users />, ["people", "invite", "roles"]),
        page("/keys", "API keys", <KeyRound />, ["token"]),
        page("/alerts", "Alerts", <BellRing />, ["webhook", "slack", "e-mail", "channels"]),
        page("/models", "Model providers", <Boxes />, ["connections", "openai", "anthropic"]),
        page("/audit", "Audit", <ScrollText />, ["log", "events"]),
      ],
    },
  ];
}

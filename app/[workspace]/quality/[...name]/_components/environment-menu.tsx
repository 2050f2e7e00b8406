"use client";

import { ChevronDown } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { StatusGlyph } from "@/components/ui/status";
import { capitalize } from "@/lib/core/words";

type Stage = "development" | "testing" | "production";
type Props = {
  current: { name: string; stage: Stage };
  items: readonly { label: string; stage: Stage; href: string }[];
};

const title = (name: string) => capitalize(name);
const glyphs = { development: "draft", testing: "testing", production: "production" } as const;

/** Shows the current environment and switches to another. */
export function EnvironmentMenu({ current, items }: Props) {
  return (
    <Menu
      label="Environment"
      align="start"
      trigger={
        <Button icon={<StatusGlyph status={glyphs[current.stage]} />} iconEnd={<ChevronDown className="size-3.5" />}>
          <span className="max-md:sr-only">{title(current.name)}</span>
        </Button>
      }
      items={items.map(({ label, stage, href }) => ({
        label: title(label),
        icon: <StatusGlyph status={glyphs[stage]} />,
        href,
        ...(label === current.name && { hint: "shown" }),
      }))}
    />
  );
}

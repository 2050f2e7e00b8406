"use client";

import { ChevronDown } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { StatusGlyph } from "@/components/ui/status";
import type { Stage } from "@/lib/registry/lifecycle";

type Props = {
  /** Null: all environments. */
  current: string | null;
  allHref: string;
  items: readonly { name: string; stage: Stage; href: string }[];
};

const glyphs = { development: "draft", testing: "testing", production: "production" } as const;

/** Shows which environments are summed, and chooses one or all. */
export function EnvironmentMenu({ current, allHref, items }: Props) {
  const stage = items.find(({ name }) => name === current)?.stage;
  return (
    <Menu
      label="Environment"
      align="start"
      trigger={
        <Button
          icon={stage ? <StatusGlyph status={glyphs[stage]} /> : undefined}
          iconEnd={<ChevronDown className="size-3.5" />}
        >
          {current ?? (
            <span>
              All<span className="max-md:sr-only"> environments</span>
            </span>
          )}
        </Button>
      }
      items={[
        { label: "All environments", href: allHref, ...(current === null && { hint: "shown" }) },
        ...items.map(({ name, stage: of, href }) => ({
          label: name,
          icon: <StatusGlyph status={glyphs[of]} />,
          href,
          ...(name === current && { hint: "shown" }),
        })),
      ]}
    />
  );
}

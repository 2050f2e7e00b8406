"use client";

import { ChevronDown } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { StatusGlyph } from "@/components/ui/status";
import { capitalize } from "@/lib/core/words";
import { type Stage, statusInStage } from "@/lib/registry/lifecycle";

type Props = {
  /** Null: all environments. */
  current: { name: string; stage: Stage } | null;
  /** Without it, one environment is always chosen. */
  allHref?: string;
  items: readonly { name: string; stage: Stage; href: string }[];
};

/** Shows which environment a page is about, and chooses another, or all. */
export function EnvironmentMenu({ current, allHref, items }: Props) {
  const hint = (isShown: boolean) => isShown && { hint: "shown" };
  return (
    <Menu
      label="Environment"
      align="start"
      trigger={
        <Button
          icon={current ? <StatusGlyph status={statusInStage(current.stage)} /> : undefined}
          iconEnd={<ChevronDown className="size-3.5" />}
        >
          {current ? (
            <span className={allHref ? undefined : "max-md:sr-only"}>{capitalize(current.name)}</span>
          ) : (
            <span>
              All<span className="max-md:sr-only"> environments</span>
            </span>
          )}
        </Button>
      }
      items={[
        ...(allHref ? [{ label: "All environments", href: allHref, ...hint(current === null) }] : []),
        ...items.map(({ name, stage, href }) => ({
          label: capitalize(name),
          icon: <StatusGlyph status={statusInStage(stage)} />,
          href,
          ...hint(name === current?.name),
        })),
      ]}
    />
  );
}

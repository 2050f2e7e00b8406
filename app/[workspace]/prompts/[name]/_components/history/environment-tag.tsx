import { cn } from "@/components/ui/cn";
import type { EnvironmentView } from "@/lib/registry/queries/environments";

const looks = {
  development: "bg-draft-soft text-fg-muted",
  testing: "bg-testing-soft text-testing",
  production: "bg-production-soft text-production",
} as const;

/** The tag of an environment in which a version is live. */
export function EnvironmentTag({ title, stage }: { title: string; stage: EnvironmentView["stage"] }) {
  return <span className={cn("rounded-sm px-[5px] text-12 leading-[18px]", looks[stage])}>{title}</span>;
}

import { cn } from "@/components/ui/cn";
import { TextLink } from "@/components/ui/text-link";

/** A number that leads to the requests behind it; plain if these are no longer kept (`href` null). */
export function RowsLink({ href, className, children }: { href: string | null; className?: string; children: string }) {
  if (href === null) return <span className={cn(className)}>{children}</span>;
  return (
    <TextLink href={href} className={className}>
      {children}
    </TextLink>
  );
}

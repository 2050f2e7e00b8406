import { Download } from "lucide-react";
import { TextLink } from "./text-link";

/** Downloads the data beside it as a CSV file. */
export function CsvLink({ href, label = "CSV" }: { href: string; label?: string }) {
  return (
    <TextLink
      href={href}
      prefetch={false}
      download
      className="inline-flex min-h-6 items-center gap-1 text-12 max-md:min-h-10"
    >
      <Download className="size-3.5" />
      {label}
    </TextLink>
  );
}

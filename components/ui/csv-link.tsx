import { Download } from "lucide-react";
import { TextLink } from "./text-link";

/** Downloads what stands beside it as a file for spreadsheets. */
export function CsvLink({ href }: { href: string }) {
  return (
    <TextLink
      href={href}
      prefetch={false}
      download
      className="inline-flex min-h-6 items-center gap-1 text-12 max-md:min-h-10"
    >
      <Download aria-hidden="true" className="size-3.5" />
      CSV
    </TextLink>
  );
}

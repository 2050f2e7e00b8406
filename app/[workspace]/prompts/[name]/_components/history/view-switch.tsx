import { SegmentedLinks } from "@/components/ui/segmented-links";
import type { HistoryView } from "./view";

const labels = { split: "Side by side", unified: "Unified", releases: "Releases" } as const;
const views = Object.keys(labels) as (keyof typeof labels)[];

/** The views of the history. The view is in the URL. Without one, the screen width chooses side by side or unified. */
export function ViewSwitch({ view, hrefOf }: { view: HistoryView; hrefOf: (view: string) => string }) {
  const links = (current: HistoryView, className: string) => (
    <SegmentedLinks
      label="View"
      className={`shrink-0 ${className}`}
      items={views.map((id) => ({ label: labels[id], href: hrefOf(id), current: id === current }))}
    />
  );
  if (view !== "auto") return links(view, "max-md:w-full");
  return (
    <>
      {links("split", "max-md:hidden")}
      {links("unified", "w-full md:hidden")}
    </>
  );
}

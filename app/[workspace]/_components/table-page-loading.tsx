import { PageLayout } from "@/components/layout/page-layout";
import { cn } from "@/components/ui/cn";
import { Loading, Skeleton } from "@/components/ui/skeleton";

export const skeletonRows = ["w-44", "w-64", "w-52", "w-72", "w-56", "w-60", "w-40", "w-48"] as const;

/** The skeleton of a filter bar and a table. `second` is the size of the element beside the search. */
export function TableBars({ second = "w-32", isPlain = false }: { second?: string; isPlain?: boolean }) {
  return (
    <>
      <div className="flex h-13 items-center gap-2 px-6 max-md:h-16 max-md:px-4">
        <Skeleton className="h-7 w-65" />
        <Skeleton className={cn("h-7", second)} />
      </div>
      <div className="h-[30px] border-line border-b max-md:hidden" />
      {skeletonRows.map((width) => (
        <div key={width} className="skeleton-row">
          <Skeleton className={width} />
          {isPlain ? null : <Skeleton className="ml-auto w-40 max-md:hidden" />}
        </div>
      ))}
    </>
  );
}

/** The skeleton of a page with a filter bar and a table. */
export function TablePageLoading({ title, label, hasTabs }: { title: string; label: string; hasTabs?: boolean }) {
  return (
    <PageLayout
      crumbs={[{ label: title }]}
      tabs={hasTabs ? <div className="h-11 shrink-0 border-line border-b max-md:h-[43px]" /> : null}
      flush
    >
      <Loading label={label}>
        <TableBars />
      </Loading>
    </PageLayout>
  );
}

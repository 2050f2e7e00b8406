import { PageLayout } from "@/components/layout/page-layout";
import { Loading, Skeleton, SkeletonRows } from "@/components/ui/skeleton";

const rows = ["w-44", "w-52", "w-40", "w-56", "w-48", "w-36"] as const;

/** The skeleton of a run's page: verdict, dimensions, cases. */
export default function RunLoading() {
  return (
    <PageLayout crumbs={[{ label: "Evaluations" }, { label: "Run" }]} flush>
      <Loading label="Loading the run">
        <div className="grid h-[140px] content-start gap-3 border-line border-b bg-surface-sunken px-6 pt-6 max-md:px-4">
          <Skeleton className="w-28" />
          <Skeleton className="h-6 w-[min(560px,90%)]" />
          <Skeleton className="w-[min(420px,70%)]" />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)_372px] max-lg:grid-cols-1">
          <div className="grid h-[236px] content-start gap-5 px-6 pt-5 max-md:px-4">
            {rows.slice(0, 5).map((width) => (
              <Skeleton key={width} className="w-full" />
            ))}
          </div>
          <div className="grid content-start gap-4 border-line px-6 pt-5 lg:border-l max-md:px-4">
            <Skeleton className="w-32" />
            <Skeleton className="w-full" />
            <Skeleton className="w-48" />
          </div>
        </div>
        <div className="grid grid-cols-[400px_minmax(0,1fr)] border-line border-t max-lg:grid-cols-[340px_minmax(0,1fr)] max-md:block">
          <div className="border-line md:border-r">
            <div className="h-[85px] border-line border-b" />
            <SkeletonRows widths={rows} className="h-9 px-6 max-md:px-4" />
          </div>
          <div className="grid content-start gap-4 px-6 pt-5 max-md:hidden">
            <Skeleton className="w-64" />
            <Skeleton className="w-full" />
            <Skeleton className="h-48 w-full" />
          </div>
        </div>
      </Loading>
    </PageLayout>
  );
}

import { PageLayout } from "@/components/layout/page-layout";
import { Loading, Skeleton } from "@/components/ui/skeleton";

const rows = ["w-40", "w-32", "w-36", "w-44", "w-28", "w-48", "w-24"] as const;

export default function ExperimentLoading() {
  return (
    <PageLayout crumbs={[{ label: "Experiments" }]} flush>
      <Loading label="Loading the experiment">
        <div className="flex h-11 items-center gap-5 border-line border-b px-6 max-md:px-4">
          <Skeleton className="w-14" />
          <Skeleton className="w-12" />
          <Skeleton className="w-14" />
        </div>
        <div className="h-[152px] border-line border-b bg-surface-sunken px-6 pt-6 max-md:px-4">
          <Skeleton className="w-20" />
          <Skeleton className="mt-3 block h-6 w-[min(520px,90%)]" />
          <Skeleton className="mt-3 block w-[min(420px,80%)]" />
        </div>
        <div className="px-6 pt-6 max-md:px-4">
          {rows.map((width) => (
            <div key={width} className="flex h-[34px] items-center border-line border-b">
              <Skeleton className={width} />
              <Skeleton className="ml-auto w-1/3" />
            </div>
          ))}
        </div>
      </Loading>
    </PageLayout>
  );
}

import { PageLayout } from "@/components/layout/page-layout";
import { Loading, Skeleton } from "@/components/ui/skeleton";

/** The skeleton of a change request. */
export default function ChangeLoading() {
  return (
    <PageLayout crumbs={[{ label: "Change request" }]} flush>
      <Loading label="Loading the change request">
        <div className="grid gap-3 border-line border-b bg-surface-sunken px-6 py-5 max-md:px-4">
          <Skeleton className="h-5 w-72" />
          <Skeleton className="h-3 w-96 max-md:w-60" />
        </div>
        {["w-80", "w-96", "w-72", "w-88", "w-64"].map((width) => (
          <div key={width} className="flex h-8 items-center px-6 max-md:px-4">
            <Skeleton className={width} />
          </div>
        ))}
      </Loading>
    </PageLayout>
  );
}

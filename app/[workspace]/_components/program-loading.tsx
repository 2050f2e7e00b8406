import { PageLayout } from "@/components/layout/page-layout";
import { Loading, Skeleton } from "@/components/ui/skeleton";

/** The skeleton of a page with a program to copy. */
export function ProgramLoading({ title, label }: { title: string; label: string }) {
  return (
    <PageLayout crumbs={[{ label: title }]} flush>
      <Loading label={label} className="grid max-w-[820px] gap-4 px-10 pt-7 max-md:px-4">
        <Skeleton className="h-7 w-48" />
        <Skeleton className="h-8 w-full" />
        <Skeleton className="mt-4 h-7 w-72" />
        <Skeleton className="h-80 w-full rounded-lg" />
      </Loading>
    </PageLayout>
  );
}

import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { Loading, Skeleton } from "@/components/ui/skeleton";

export default function StartLoading() {
  return (
    <>
      <Topbar crumbs={[{ label: "Get started" }]} />
      <Main flush>
        <Loading label="Loading the steps" className="grid max-w-[820px] gap-4 px-10 pt-7 max-md:px-4">
          <Skeleton className="h-7 w-48" />
          <Skeleton className="h-8 w-full" />
          <Skeleton className="mt-4 h-7 w-72" />
          <Skeleton className="h-80 w-full rounded-lg" />
        </Loading>
      </Main>
    </>
  );
}

import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { Loading, Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import { skeletonRows } from "../../_components/table-page-loading";

/** The skeleton below the tabs, which stay visible. */
export function SettingsLoading() {
  return (
    <Main>
      <Loading label="Loading the settings">
        <div className="flex h-15 items-center">
          <Skeleton className="h-4 w-72" />
          <Skeleton className="ml-auto h-8 w-28" />
        </div>
        <SkeletonRows widths={skeletonRows} className="h-[38px]" />
      </Loading>
    </Main>
  );
}

/** The skeleton of the settings, including the tabs. */
export function SettingsPageLoading() {
  return (
    <>
      <Topbar crumbs={[{ label: "Settings" }]} />
      <div className="h-11 shrink-0 border-line border-b max-md:h-[43px]" />
      <SettingsLoading />
    </>
  );
}

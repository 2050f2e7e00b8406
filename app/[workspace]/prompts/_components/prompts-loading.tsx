import { PageLayout } from "@/components/layout/page-layout";
import { Loading, SkeletonBars } from "@/components/ui/skeleton";

/** The skeleton of the list of prompts. With `name`, the skeleton of that prompt. */
export function PromptsLoading({ name }: { name?: string }) {
  const crumbs = ["Prompts", ...(name ? (name.split("/-/")[0] ?? "").split("/") : [])].map((label) => ({ label }));
  return (
    <PageLayout crumbs={crumbs} flush>
      <Loading label="Loading prompts">
        <div className="skeleton-tabs flex h-11 items-center gap-6 px-6 max-md:px-4">
          <i />
          <i />
          <i />
        </div>
        <SkeletonBars className="border-line border-t" />
      </Loading>
    </PageLayout>
  );
}

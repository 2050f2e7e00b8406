import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { Loading, SkeletonBars } from "@/components/ui/skeleton";

type Props = { above: string; title: string; hasTabs?: boolean };

/** The skeleton of a detail page. */
export function DetailLoading({ above, title, hasTabs }: Props) {
  return (
    <>
      <Topbar crumbs={[{ label: above }, { label: title }]} />
      {hasTabs ? <div className="h-11 shrink-0 border-line border-b max-md:h-[43px]" /> : null}
      <Main flush>
        <Loading label={`Loading ${title}`}>
          <SkeletonBars />
        </Loading>
      </Main>
    </>
  );
}

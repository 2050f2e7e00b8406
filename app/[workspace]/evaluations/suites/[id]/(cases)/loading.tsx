import { TableBars } from "@/app/[workspace]/_components/table-page-loading";
import { Main } from "@/components/layout/main";
import { Loading } from "@/components/ui/skeleton";

export default function CasesLoading() {
  return (
    <Main flush>
      <Loading label="Loading cases">
        <TableBars second="w-20" isPlain />
      </Loading>
    </Main>
  );
}

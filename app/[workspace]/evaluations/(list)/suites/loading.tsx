import { TablePageLoading } from "@/app/[workspace]/_components/table-page-loading";

export default function SuitesLoading() {
  return <TablePageLoading title="Evaluations" label="Loading suites" hasTabs />;
}

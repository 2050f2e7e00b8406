import { TablePageLoading } from "../../_components/table-page-loading";

export default function RunsLoading() {
  return <TablePageLoading title="Evaluations" label="Loading evaluation runs" hasTabs />;
}

import { TablePageLoading } from "../../_components/table-page-loading";

export default function EvaluationsLoading() {
  return <TablePageLoading title="Evaluations" label="Loading suites" />;
}

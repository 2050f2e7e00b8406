import { TablePageLoading } from "../../../_components/table-page-loading";

export default function SuiteLoading() {
  return <TablePageLoading title="Evaluations" label="Loading cases" />;
}

import { TablePageLoading } from "../../_components/table-page-loading";

export default function ExperimentsLoading() {
  return <TablePageLoading title="Experiments" label="Loading experiments" />;
}

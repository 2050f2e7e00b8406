import { TablePageLoading } from "../../_components/table-page-loading";

export default function DecisionsLoading() {
  return <TablePageLoading title="Decisions" label="Loading decisions" />;
}

import { TablePageLoading } from "../_components/table-page-loading";

export default function RequestsLoading() {
  return <TablePageLoading title="Requests" label="Loading requests" hasTabs />;
}

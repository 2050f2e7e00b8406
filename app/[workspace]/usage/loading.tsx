import { TablePageLoading } from "../_components/table-page-loading";

export default function UsageLoading() {
  return <TablePageLoading title="Usage" label="Loading usage" />;
}

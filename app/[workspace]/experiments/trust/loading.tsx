import { TablePageLoading } from "../../_components/table-page-loading";

export default function TrustLoading() {
  return <TablePageLoading title="Trust" label="Loading trust" />;
}

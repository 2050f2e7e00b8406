import { TablePageLoading } from "../_components/table-page-loading";

export default function InboxLoading() {
  return <TablePageLoading title="Inbox" label="Loading the inbox" />;
}

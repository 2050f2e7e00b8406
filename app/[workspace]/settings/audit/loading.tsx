import { SettingsLoading } from "../_components/settings-loading";

export default function AuditLoading() {
  return <SettingsLoading label="Loading the audit log" />;
}

import { SettingsLoading } from "../_components/settings-loading";

export default function AlertsLoading() {
  return <SettingsLoading label="Loading the alert channels" />;
}

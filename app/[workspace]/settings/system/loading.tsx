import { SettingsLoading } from "../_components/settings-loading";

export default function SystemLoading() {
  return <SettingsLoading label="Checking the system" />;
}

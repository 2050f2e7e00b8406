import { SettingsLoading } from "../_components/settings-loading";

export default function GeneralLoading() {
  return <SettingsLoading label="Loading the workspace" />;
}

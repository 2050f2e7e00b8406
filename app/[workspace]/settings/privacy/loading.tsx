import { SettingsLoading } from "../_components/settings-loading";

export default function PrivacyLoading() {
  return <SettingsLoading label="Loading the privacy settings" />;
}

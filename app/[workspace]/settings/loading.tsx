import { SettingsLoading } from "./_components/settings-loading";

export default function Loading() {
  return <SettingsLoading />;
}

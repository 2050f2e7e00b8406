import { WaitingRegion } from "@/app/[workspace]/_components/skeletons/waiting-region";
import { Subbar } from "@/components/layout/subbar";
import { Topbar } from "@/components/layout/topbar";
import { TabLinks } from "@/components/ui/tab-links";

export default async function SettingsLayout({ params, children }: LayoutProps<"/[workspace]/settings">) {
  const { workspace } = await params;
  const base = `/${workspace}/settings`;
  return (
    <>
      <Topbar crumbs={[{ label: "Settings" }]} />
      <Subbar
        tabs={
          <TabLinks
            label="Settings"
            items={[
              { href: base, label: "General" },
              { href: `${base}/members`, label: "Members" },
              { href: `${base}/keys`, label: "API keys" },
              { href: `${base}/models`, label: "Model providers" },
              { href: `${base}/alerts`, label: "Alerts" },
              { href: `${base}/privacy`, label: "Privacy" },
              { href: `${base}/audit`, label: "Audit" },
              { href: `${base}/system`, label: "System" },
            ]}
          />
        }
      />
      <WaitingRegion frame="settings">{children}</WaitingRegion>
    </>
  );
}

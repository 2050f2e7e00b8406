import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { beside, useCheckedValue } from "@/components/ui/use-checked-value";
import { makeDomain } from "../actions";

export function AddDomainDialog({ onClose }: { onClose: () => void }) {
  const workspace = useWorkspace();
  const domain = useCheckedValue("", (value) =>
    /^[^\s@/]+\.[^\s@/]+$/.test(value.trim()) ? null : "Enter a domain, such as company.com.",
  );
  return (
    <ActionDialog
      title="Add a domain"
      description="You get a TXT record for its DNS. The domain is verified when the record is found."
      act="Add domain"
      acting="Adding"
      check={() => domain.isFine()}
      run={() => makeDomain({ workspace, domain: domain.value.trim() })}
      onRefused={beside({ domain })}
      onClose={onClose}
    >
      <Field label="Domain" help="The part after the @ of your addresses." error={domain.error}>
        <Input
          {...domain.props}
          autoFocus
          maxLength={253}
          placeholder="company.com"
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
    </ActionDialog>
  );
}

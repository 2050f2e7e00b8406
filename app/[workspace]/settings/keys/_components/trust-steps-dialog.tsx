import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { githubIssuer } from "@/lib/auth/oidc-trusts/conditions";
import type { OidcTrustView } from "@/lib/auth/oidc-trusts/queries";

const inGithub = (url: string, id: string) => `permissions:
  contents: read
  id-token: write # lets the job ask GitHub for a token
steps:
  - uses: actions/checkout@v4
  - uses: OWNER/understudy@COMMIT
    with:
      url: ${url}
      trust: ${id}
      prompts: support/reply`;

const elsewhere = (
  url: string,
  id: string,
  audience: string,
) => `# UNDERSTUDY_OIDC_TOKEN: the pipeline's token for ${audience}
export UNDERSTUDY_URL=${url}
export UNDERSTUDY_TRUST=${id}
understudy eval support/reply`;

export type TrustStepsDialogProps = { trust: OidcTrustView; url: string; onClose: () => void };

/** Explains how a workflow uses a trust. */
export function TrustStepsDialog({ trust: { id, name, issuer, audience }, url, onClose }: TrustStepsDialogProps) {
  const isGithub = issuer === githubIssuer;
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      width="wide"
      title={`Use “${name}”`}
      description={
        isGithub
          ? "Add this to a workflow of the repository. The id is no secret."
          : "Add this to the pipeline. The id is no secret."
      }
      actions={
        <DialogClose>
          <Button variant="quiet">Done</Button>
        </DialogClose>
      }
    >
      <CodeBlock
        title={isGithub ? "Workflow" : "Script"}
        code={isGithub ? inGithub(url, id) : elsewhere(url, id, audience)}
      />
    </Dialog>
  );
}

import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import type { ModelRequest } from "@/lib/evaluation/models/types";

/** A dialog that shows the complete request, before it is converted to the provider's format. */
export function RequestDialog({ request, onClose }: { request: ModelRequest; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => isOpen || onClose()}
      width="wide"
      title="What was sent"
      description="Messages, model and parameters, with all values. It contains no key."
      actions={
        <DialogClose>
          <Button>Close</Button>
        </DialogClose>
      }
    >
      <CodeBlock code={JSON.stringify(request, null, 2)} language="json" />
    </Dialog>
  );
}

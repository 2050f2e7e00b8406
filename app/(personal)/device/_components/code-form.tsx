import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** Asks for the code that the device shows. A plain form works before the scripts load. */
export function CodeForm({ code = "", failure }: { code?: string; failure?: string }) {
  return (
    <form method="get" action="/device" className="grid gap-4">
      {failure ? (
        <Callout tone="negative" live>
          {failure}
        </Callout>
      ) : (
        <p className="text-fg-muted">
          <code>understudy login</code> shows a code in your terminal. Type it here.
        </p>
      )}
      <Field label="Code" help="Eight letters. Enter it only if you started the login yourself.">
        <Input
          name="code"
          size="lg"
          mono
          defaultValue={code}
          required
          maxLength={20}
          placeholder="WDJB-MJHT"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          autoFocus
        />
      </Field>
      <p>
        <Button type="submit" variant="primary" size="lg">
          Continue
        </Button>
      </p>
    </form>
  );
}

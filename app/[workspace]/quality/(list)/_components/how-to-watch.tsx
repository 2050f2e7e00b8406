import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";

/** Explains the page and the three steps to monitor a prompt. */
export function HowToWatch({ workspace, mayGuard }: { workspace: string; mayGuard: boolean }) {
  return (
    <EmptyState
      title="Is the live version still good?"
      className="border-line border-b pb-10"
      action={
        <Button variant="primary" href={`/${workspace}/use`}>
          Use in your app
        </Button>
      }
      more={<TextLink href={`/${workspace}/prompts`}>Choose a prompt to watch</TextLink>}
    >
      <p>
        No guard watches your live answers yet. With three steps, a worse version is detected and rolled back
        automatically:
      </p>
      <ol className="mx-auto mt-3 grid max-w-[42ch] list-decimal gap-1.5 pl-5 text-left">
        <li>
          Your application <b className="font-medium text-fg">sends events</b>: the answer, whether the task was
          finished, thumbs.
        </li>
        <li>
          <b className="font-medium text-fg">Scorers</b> check a share of the answers: a judge, a format, prohibited
          words. Set them up in a prompt’s settings.
        </li>
        <li>
          <b className="font-medium text-fg">A guard</b> compares a new version with the previous one
          {mayGuard ? "." : ", once a publisher adds it."}
        </li>
      </ol>
    </EmptyState>
  );
}

import { CodeTabs } from "@/components/ui/code-block";
import { buildClientSnippets } from "@/lib/registry/client-snippets";
import type { UseOptions } from "@/lib/registry/use-plan";

const languages = { install: "bash", typescript: "typescript", python: "python" } as const;

/** How an application installs a client from this server, and its first call with it. */
export function ClientSnippets(options: UseOptions) {
  const samples = buildClientSnippets(options).map((snippet) => ({ ...snippet, language: languages[snippet.id] }));
  return (
    <section className="mt-6 mb-2">
      <h3 className="text-13">With a client</h3>
      <p className="mt-0.5 mb-3 max-w-[62ch] text-fg-muted">
        A client answers from the memory of your application, with the version that the server would choose. It gets
        releases over a stream and goes on while the server is away. This server offers it for installation.
      </p>
      <CodeTabs label="Client" samples={samples} />
    </section>
  );
}

import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { ProofHost } from "@/app/_components/proof-host";
import { SignOutButton } from "@/app/_components/sign-out-button";
import { Button } from "@/components/ui/button";
import { Mark } from "@/components/ui/mark";
import { TimeZone } from "@/components/ui/time-zone";
import { getSessionPerson } from "@/lib/auth/session";

/** The layout of a page that belongs to a person instead of a workspace. */
export async function PersonalPage({ title, children }: { title: string; children: ReactNode }) {
  const person = await getSessionPerson();
  return (
    <TimeZone chosen={person?.timeZone ?? null}>
      <header className="sticky top-0 z-10 border-line border-b bg-surface">
        <div className="mx-auto flex h-[var(--topbar)] max-w-5xl items-center gap-3 px-6 max-md:px-4">
          <Mark />
          <h1 className="truncate text-16">{title}</h1>
          <div className="ml-auto flex items-center gap-2">
            <Button variant="quiet" icon={<ArrowLeft />} href="/">
              <span className="max-md:sr-only">Back to the workspace</span>
            </Button>
            <SignOutButton />
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto max-w-5xl px-6 pb-12 max-md:px-4">
        {children}
      </main>
      <ProofHost />
    </TimeZone>
  );
}

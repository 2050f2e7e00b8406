"use client";

import { Tent } from "lucide-react";
import { useEffect, useState } from "react";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import type { OwnDemo } from "@/lib/demo/queries";
import { seeOwnDemo } from "../actions";

const DemoDialog = lateDialog(() => import("./demo-dialog").then((module) => module.DemoDialog));
const everyMs = 1_000;

/** Creates a demo workspace for the person and opens it, or links to the existing one. */
export function DemoButton({ own }: { own: OwnDemo | null }) {
  const [demo, setDemo] = useState(own);
  const [isOpen, setOpen] = useState(false);
  const router = useRouter();
  const isFilling = demo !== null && !demo.isReady;
  useEffect(() => {
    if (!isFilling) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const look = async () => {
      const seen = await reach(() => seeOwnDemo({}));
      if (isOver) return;
      if (seen.ok && seen.data.demo?.isReady) return router.push(`/${seen.data.demo.slug}`);
      if (seen.ok && seen.data.demo === null) {
        setDemo(null);
        return toast({ title: "The demo was not created", detail: "Something went wrong. Try again.", tone: "failed" });
      }
      timer = setTimeout(() => void look(), everyMs);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [isFilling, router]);
  const label = (words: string) => <span className="max-md:sr-only">{words}</span>;
  if (demo?.isReady)
    return (
      <Button icon={<Tent />} variant="quiet" href={`/${demo.slug}`}>
        {label("Open the demo")}
      </Button>
    );
  return (
    <>
      <Button icon={<Tent />} variant="quiet" busy={isFilling && "Filling the demo"} onClick={() => setOpen(true)}>
        {label("Fill with demo data")}
      </Button>
      <span role="status" className="sr-only">
        {isFilling ? "The demo is being filled. It opens automatically." : ""}
      </span>
      {isOpen ? (
        <DemoDialog
          onRequested={(requested) => {
            setOpen(false);
            setDemo(requested);
          }}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

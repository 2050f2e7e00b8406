import { type ComponentType, useEffect, useState } from "react";
import { Button } from "./button";
import { lateCode } from "./late-code";
import { useLatest } from "./use-latest";

/**
 * A part whose code loads when a person first opens it. `load` imports its file and returns the component. A part that
 * the document may contain uses `next/dynamic`, which also names its code in the document. A part whose code could not
 * be loaded closes with `close`, or stays with a button that tries again.
 */
export function latePart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Waiting: ComponentType,
  close?: (props: Props) => void,
): ComponentType<Props> {
  const late = lateCode(load);
  return function LatePart(props: Props) {
    const Part = late.use();
    const [isGivenUp, setGivenUp] = useState(false);
    const giveUp = useLatest(() => (close ? close(props) : setGivenUp(true)));
    useEffect(() => {
      if (!isGivenUp) late.need(() => giveUp.current());
    }, [isGivenUp, giveUp]);
    if (Part) return <Part {...props} />;
    if (!isGivenUp) return <Waiting />;
    return (
      <Button size="sm" className="m-3" onClick={() => setGivenUp(false)}>
        Load it again
      </Button>
    );
  };
}

"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { type Encoding, encodings } from "@/lib/evaluation/suites/transfer/encodings";

type Props = { value: Encoding; text: string; onChange: (encoding: Encoding) => void };

/** The encoding of a file that does not state it. The first rows below show what it makes of the file. */
export function EncodingField({ value, text, onChange }: Props) {
  const unread = text.split("\ufffd").length - 1;
  return (
    <Field
      label="Encoding"
      className="max-w-[62ch]"
      help="The file does not say it, so this is a guess. If letters look wrong in the rows below, choose another one."
      error={unread > 0 ? `${countWords(unread)} cannot be read with this encoding. Choose another one.` : undefined}
    >
      <Select
        size="sm"
        className="max-w-80"
        value={value}
        options={encodings}
        onChange={(event) => {
          const chosen = encodings.find((each) => each.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      />
    </Field>
  );
}

const countWords = (count: number) => (count === 1 ? "One character" : `${count.toLocaleString("en-US")} characters`);

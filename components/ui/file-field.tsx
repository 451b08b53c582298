"use client";

import { useId } from "react";
import { FilePick } from "./file-pick.tsx";

type Props = {
  label: string;
  name: string;
  hint?: string;
  /** Media types that may be chosen. */
  accept: string;
  megabytes: number;
  /** What is said of a file that is larger, before it is sent. */
  tooLarge: string;
  /** False where a text can be given in its place. */
  isRequired?: boolean;
};

/**
 * A file to send. One that is too large is named before it leaves, and what was typed beside it
 * stays.
 */
export function FileField({
  label,
  name,
  hint,
  accept,
  megabytes,
  tooLarge,
  isRequired = true,
}: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className="fact" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FilePick
        id={id}
        name={name}
        accept={accept}
        required={isRequired}
        aria-describedby={hint && `${id}-hint`}
        onChange={({ currentTarget }) => {
          const size = currentTarget.files?.[0]?.size ?? 0;
          currentTarget.setCustomValidity(size > megabytes * 1_000_000 ? tooLarge : "");
          currentTarget.reportValidity();
        }}
      />
    </div>
  );
}

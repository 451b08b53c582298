"use client";

import { type ReactNode, useId } from "react";
import { useField } from "#components/ui/form-context.tsx";
import "./layouts.css";

type Props = {
  legend: string;
  options: {
    /** Of the layout; empty for the room as it is. */
    value: string;
    name: string;
    lang?: string;
    detail: string;
    picture?: ReactNode;
  }[];
  chosen: string;
  /** What else there is, and why it is not offered. */
  left?: string | null;
};

/** How a room can be set up: a small drawing, a name and a few words each, one press. */
export function LayoutChoices({ legend, options, chosen, left }: Props) {
  const id = useId();
  const { error, value = chosen } = useField("layoutId", chosen);
  const describedBy = [left && `${id}-left`, error && `${id}-fault`].filter(Boolean).join(" ");
  return (
    <fieldset
      className="layouts"
      key={value}
      aria-describedby={describedBy || undefined}
      aria-invalid={error ? true : undefined}
    >
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name="layoutId"
            value={option.value}
            defaultChecked={option.value === value}
          />
          {option.picture}
          <span>
            <b lang={option.lang}>{option.name}</b> <span className="fact">{option.detail}</span>
          </span>
        </label>
      ))}
      {left && (
        <p className="fact" id={`${id}-left`}>
          {left}
        </p>
      )}
      {error && (
        <p className="fault" id={`${id}-fault`}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

"use client";

import { useId, useRef } from "react";
import { Icon } from "./icon.tsx";

type Props = {
  label: string;
  name: string;
  defaultValue: string;
  words: { fewer: string; more: string };
  least: number;
  most: number;
};

/**
 * A number that is typed, or made one smaller or larger by a press. Without scripts it is typed.
 */
export function Stepper({ label, name, defaultValue, words, least, most }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const step = (by: number) => {
    if (!input.current) return;
    const value = Number.parseInt(input.current.value, 10);
    input.current.value = String(
      Math.min(Math.max((Number.isNaN(value) ? 0 : value) + by, least), most),
    );
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="stepper">
        <button type="button" aria-label={words.fewer} onClick={() => step(-1)}>
          <Icon name="minus" />
        </button>
        <input
          ref={input}
          id={id}
          name={name}
          inputMode="numeric"
          maxLength={String(most).length}
          defaultValue={defaultValue}
          required
        />
        <button type="button" aria-label={words.more} onClick={() => step(1)}>
          <Icon name="plus" />
        </button>
      </div>
    </div>
  );
}

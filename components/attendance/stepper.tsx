import { pressWhile } from "#components/ui/press-once.ts";
import { MOST_IN_CELL } from "#lib/learning/attendance/schema.ts";
import type { SheetWords } from "./sheet-words.ts";

type CountProps = {
  /** The answers a count is for, in words. */
  name: string;
  value: number;
  words: SheetWords;
  onChange: (people: number) => void;
};

/** A count that is typed. What is no possible count stays as it was typed, and says so. */
export function CountField({ name, value, words, onChange }: CountProps) {
  const isWrong = value < 0 || value > MOST_IN_CELL;
  return (
    <input
      className="count"
      inputMode="numeric"
      autoComplete="off"
      aria-label={name}
      aria-invalid={isWrong || undefined}
      title={isWrong ? words.outOfRange : undefined}
      value={value === 0 ? "" : value}
      placeholder="0"
      onFocus={({ target }) => target.select()}
      onChange={({ target }) => {
        const typed = target.value.trim();
        if (/^-?\d{0,6}$/.test(typed) && typed !== "-") onChange(Number(typed));
      }}
    />
  );
}

/** A count with a press for one more and one fewer. */
export function Stepper({ label, ...field }: CountProps & { label: string }) {
  const { name, value, words, onChange } = field;
  return (
    <div className="stepper">
      <span>{label}</span>
      <button
        type="button"
        className="button quiet"
        aria-label={words.oneFewer.replace("{what}", name)}
        {...pressWhile(value > 0, () => onChange(value - 1))}
      >
        −
      </button>
      <CountField {...field} />
      <button
        type="button"
        className="button"
        aria-label={words.oneMore.replace("{what}", name)}
        {...pressWhile(value < MOST_IN_CELL, () => onChange(value + 1))}
      >
        +
      </button>
    </div>
  );
}

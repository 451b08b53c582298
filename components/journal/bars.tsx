import "./journal.css";

type Bar = { from: number; to: number };

/**
 * A plan, drawn as a line around, above what came of it, which is full: each from 0 to 1. What it
 * shows stands beside it in words.
 */
export function Bars({ planned, actual }: { planned: Bar; actual: Bar | null }) {
  return (
    <svg
      className="journal-bars"
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect
        className="planned"
        x={planned.from * 100}
        width={(planned.to - planned.from) * 100}
        y="0.5"
        height="4"
      />
      {actual && (
        <rect
          className="actual"
          x={actual.from * 100}
          y="5.5"
          width={(actual.to - actual.from) * 100}
          height="4"
        />
      )}
    </svg>
  );
}

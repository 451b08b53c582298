"use client";

/** There from the start, so that nothing moves; without scripts the browser's own menu prints. */
export function PrintButton({ label, isQuiet = false }: { label: string; isQuiet?: boolean }) {
  return (
    <p className="row by-script">
      <button type="button" className={isQuiet ? "button quiet" : "button"} onClick={() => print()}>
        {label}
      </button>
    </p>
  );
}

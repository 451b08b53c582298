"use client";

/** There from the start, so that nothing moves; without scripts the browser's own menu prints. */
export function PrintButton({ label }: { label: string }) {
  return (
    <p className="row by-script">
      <button type="button" className="button" onClick={() => print()}>
        {label}
      </button>
    </p>
  );
}

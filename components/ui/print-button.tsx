"use client";

import { useEffect, useState } from "react";

/** Where there are scripts; elsewhere the browser's own menu prints. */
export function PrintButton({ label }: { label: string }) {
  const [canPrint, setCanPrint] = useState(false);
  useEffect(() => setCanPrint(true), []);
  if (!canPrint) return null;
  return (
    <p className="row">
      <button type="button" className="button" onClick={() => print()}>
        {label}
      </button>
    </p>
  );
}

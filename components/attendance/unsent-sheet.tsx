"use client";

import { useEffect, useState } from "react";
import { hasUnsent } from "./kept-sheets.ts";

/**
 * Says that this device has something that a closed sheet lacks: who closed it did so elsewhere,
 * and it stays here until the sheet is opened again.
 */
export function UnsentSheet({ sessionId, words }: { sessionId: string; words: string }) {
  const [isUnsent, setUnsent] = useState(false);
  useEffect(() => setUnsent(hasUnsent(sessionId)), [sessionId]);
  return (
    isUnsent && (
      <p className="alert" role="alert">
        {words}
      </p>
    )
  );
}

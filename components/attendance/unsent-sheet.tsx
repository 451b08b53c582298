"use client";

import { useEffect, useState } from "react";
import { isUnsaved, restored, sheetKey } from "./sheet-queue.ts";

/**
 * Says that this device has something that a closed sheet lacks: who closed it did so elsewhere,
 * and it stays here until the sheet is opened again.
 */
export function UnsentSheet({ sessionId, words }: { sessionId: string; words: string }) {
  const [isUnsent, setUnsent] = useState(false);
  useEffect(() => {
    const kept = restored(localStorage.getItem(sheetKey(sessionId)) ?? "");
    setUnsent(kept !== null && isUnsaved(kept));
  }, [sessionId]);
  return (
    isUnsent && (
      <p className="alert" role="alert">
        {words}
      </p>
    )
  );
}

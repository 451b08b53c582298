"use client";

import { useEffect } from "react";

/**
 * A card's QR code leads here with the code behind `#`. It moves into the field, and out of the
 * address and its history.
 */
export function CodeFromAddress({ field }: { field: string }) {
  useEffect(() => {
    const input = document.querySelector(`input[name="${field}"]`);
    const code = decodeURIComponent(location.hash.slice(1));
    if (!code || !(input instanceof HTMLInputElement)) return;
    input.value = code;
    history.replaceState(null, "", location.pathname + location.search);
  }, [field]);
  return null;
}

"use client";

import { useEffect } from "react";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { Status } from "./status.tsx";
import { PATIENCE_MS, useRenewal } from "./use-renewal.ts";

/** Carried by the script: the server that would have said it is out of reach. */
const OF_BEFORE = {
  nl: "Geen netwerk. Dit kan intussen veranderd zijn.",
  fr: "Pas de réseau. Cela a peut-être changé depuis.",
  en: "No network. This may have changed since.",
};

/** Brings a page that nobody touches up to date, again and again, and says when it cannot. */
export function Renew({ seconds }: { seconds: number }) {
  const { renew, isOnItsWay, isAway } = useRenewal();
  useEffect(() => {
    const turn = setInterval(renew, isOnItsWay ? PATIENCE_MS : 1000 * seconds);
    return () => clearInterval(turn);
  }, [renew, isOnItsWay, seconds]);
  return (
    isAway && (
      <Status className="alert">{OF_BEFORE[localeOf(document.documentElement.lang)]}</Status>
    )
  );
}

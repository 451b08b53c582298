"use client";

import { useEffect, useState } from "react";
import { type Live, NETWORK, watchOccupancy } from "./live.ts";

type Band = "quiet" | "busy" | "full";

export type BandWords = { now: Record<Band, string>; justNow: string; ago: string };

type Props = {
  space: string;
  locale: string;
  /** What the server knew when it made the page. */
  initial: { band: Band | null; ageMinutes: number | null };
  words: BandWords;
  /** With the age of the figure, from a connection for this place alone. */
  withAge?: boolean;
};

const MINUTE_MS = 60_000;

/** How busy a place is, and again when that changes. Nothing where nobody counts. */
export function LiveBand({ space, locale, initial, words, withAge = false }: Props) {
  const [latest, setLatest] = useState<Live | null>(null);
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const hear = (all: Live[]) => {
      const own = all.find((one) => one.space === space);
      if (!own) return;
      setLatest(own);
      setNow(Date.now());
    };
    return watchOccupancy(withAge ? `/api/v1/spaces/${space}/occupancy/stream` : NETWORK, hear);
  }, [space, withAge]);
  useEffect(() => {
    if (!withAge) return;
    const minute = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(minute);
  }, [withAge]);

  const band = latest ? latest.band : initial.band;
  if (!band) return null;
  const minutes =
    latest?.observedAt && now !== null
      ? Math.max(0, Math.floor((now - Date.parse(latest.observedAt)) / MINUTE_MS))
      : initial.ageMinutes;
  return (
    <span className={`crowd ${band}`}>
      {words.now[band]}
      {withAge && minutes !== null && (
        <span className="fact"> {ageOf(minutes, locale, words)}</span>
      )}
    </span>
  );
}

function ageOf(minutes: number, locale: string, { justNow, ago }: BandWords): string {
  if (minutes === 0) return justNow;
  return ago.replace("{when}", new Intl.RelativeTimeFormat(locale).format(-minutes, "minute"));
}

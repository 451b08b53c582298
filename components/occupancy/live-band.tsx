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

/** One bar is quiet, two are busy, three are full. */
const BARS: { x: number; height: number; from: Band[] }[] = [
  { x: 0, height: 6, from: ["quiet", "busy", "full"] },
  { x: 7, height: 11, from: ["busy", "full"] },
  { x: 14, height: 16, from: ["full"] },
];

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
    <p className={`crowd ${band}`}>
      <svg viewBox="0 0 20 16" aria-hidden="true">
        {BARS.map(({ x, height, from }) => (
          <rect
            key={x}
            className={from.includes(band) ? "on" : undefined}
            x={x}
            y={16 - height}
            width="5"
            height={height}
            rx="1.2"
          />
        ))}
      </svg>
      {words.now[band]}
      {withAge && minutes !== null && (
        <span className="fact"> {ageOf(minutes, locale, words)}</span>
      )}
    </p>
  );
}

function ageOf(minutes: number, locale: string, { justNow, ago }: BandWords): string {
  if (minutes === 0) return justNow;
  return ago.replace("{when}", new Intl.RelativeTimeFormat(locale).format(-minutes, "minute"));
}

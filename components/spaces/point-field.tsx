"use client";

import dynamic from "next/dynamic";
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { FRAME, placeIn, pointIn, type View } from "#components/map/layout.ts";
import { TextField } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import type { LivePointProps } from "./live-point.tsx";

const LivePoint = dynamic(() => import("./live-point.tsx"), { ssr: false });

type Point = { lat: number; lon: number };

type Props = {
  label: string;
  hint: string;
  /** Null for what has no point yet. */
  point: Point | null;
  view: View;
  tilesUrl: string;
  words: LivePointProps["words"] & Record<"map" | "closer" | "thirdParty", string>;
  /** The drawn map. */
  children: ReactNode;
};

/** Five figures behind the point: about a metre. */
const DECIMALS = 5;
/** A street and its houses. */
const CLOSE_ZOOM = 17;
/** A town, for whoever has no point yet. */
const FAR_ZOOM = 11;

/**
 * A point on earth: typed, pressed on the drawn map, or put under the cross of a close one. Both
 * maps write it into the field.
 */
export function PointField({ label, hint, point, view, tilesUrl, words, children }: Props) {
  const field = useRef<HTMLDivElement>(null);
  const map = useRef<HTMLDivElement>(null);
  const [pin, setPin] = useState(point);
  const [live, setLive] = useState<{ start: Point; zoom: number } | null>(null);
  const [hasScript, setHasScript] = useState(false);
  useEffect(() => setHasScript(true), []);

  const input = () => field.current?.querySelector<HTMLInputElement>('input[name="position"]');
  const write = (chosen: Point) => {
    const written = input();
    if (written) written.value = `${chosen.lat.toFixed(DECIMALS)}, ${chosen.lon.toFixed(DECIMALS)}`;
    setPin(chosen);
  };
  const take = (event: MouseEvent) => {
    const drawn = map.current?.querySelector("svg.geo")?.getBoundingClientRect();
    if (!drawn || live) return;
    const across = (event.clientX - drawn.left) / drawn.width;
    const down = (event.clientY - drawn.top) / drawn.height;
    write(pointIn(view, { x: across * FRAME.width, y: down * FRAME.height }));
  };
  const comeCloser = () => {
    const typed = pointFrom(input()?.value ?? "");
    setLive({ start: typed ?? view.centre, zoom: typed ? CLOSE_ZOOM : FAR_ZOOM });
  };
  const drawnPin = pin && placeIn(view, pin);
  return (
    <div className="point-field" ref={field}>
      <TextField
        label={label}
        hint={hint}
        name="position"
        defaultValue={point ? `${point.lat}, ${point.lon}` : ""}
        maxLength={60}
        required
      />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the same point, typed */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the field above takes the same point, typed */}
      <div className="map point-map" ref={map} onClick={take} title={live ? undefined : words.map}>
        {live ? (
          <LivePoint {...live} tilesUrl={tilesUrl} words={words} onPoint={write} />
        ) : (
          <>
            {children}
            {drawnPin && (
              <svg
                className="point-pin"
                viewBox={`0 0 ${FRAME.width} ${FRAME.height}`}
                aria-hidden="true"
              >
                <circle cx={drawnPin.x} cy={drawnPin.y} r="9" />
              </svg>
            )}
          </>
        )}
      </div>
      {hasScript && !live && (
        <p>
          <button
            type="button"
            className="button quiet"
            title={words.thirdParty}
            onClick={comeCloser}
          >
            <Icon name="map" />
            {words.closer}
          </button>
        </p>
      )}
      {live && <p className="fact">{words.moveMap}</p>}
    </div>
  );
}

/** What is typed, as a point; null while it is none. */
function pointFrom(text: string): Point | null {
  const [lat = Number.NaN, lon = Number.NaN] = text
    .split(",")
    .map((part) => Number.parseFloat(part));
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}

"use client";

import { type MouseEvent, type ReactNode, useRef, useState } from "react";
import { FRAME, pointIn, type View } from "#components/map/layout.ts";
import { TextField } from "#components/ui/field.tsx";

type Props = {
  label: string;
  hint: string;
  defaultValue: string;
  view: View;
  mapLabel: string;
  /** The drawn map. */
  children: ReactNode;
};

/** Five figures behind the point: about a metre. */
const DECIMALS = 5;

/** A point on earth: typed, or pressed on the map, which writes it into the field. */
export function PointField({ label, hint, defaultValue, view, mapLabel, children }: Props) {
  const map = useRef<HTMLDivElement>(null);
  const [pin, setPin] = useState<{ left: string; top: string } | null>(null);
  const take = (event: MouseEvent) => {
    const drawn = map.current?.querySelector("svg")?.getBoundingClientRect();
    const field = map.current?.parentElement?.querySelector<HTMLInputElement>('input[name="position"]');
    if (!drawn || !field) return;
    const across = (event.clientX - drawn.left) / drawn.width;
    const down = (event.clientY - drawn.top) / drawn.height;
    const { lat, lon } = pointIn(view, { x: across * FRAME.width, y: down * FRAME.height });
    field.value = `${lat.toFixed(DECIMALS)}, ${lon.toFixed(DECIMALS)}`;
    setPin({ left: `${across * 100}%`, top: `${down * 100}%` });
  };
  return (
    <div className="point-field">
      <TextField
        label={label}
        hint={hint}
        name="position"
        defaultValue={defaultValue}
        maxLength={60}
        required
      />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the same point, typed */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the field above takes the same point, typed */}
      <div className="map point-map" ref={map} onClick={take} title={mapLabel}>
        {children}
        {pin && (
          <svg className="point-pin" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            <circle cx={pin.left} cy={pin.top} r="1.6" />
          </svg>
        )}
      </div>
    </div>
  );
}

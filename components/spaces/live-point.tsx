"use client";

import L from "leaflet";
import "#components/map/leaflet.css";
import { useEffect, useRef } from "react";

export type LivePointProps = {
  start: { lat: number; lon: number };
  zoom: number;
  tilesUrl: string;
  words: Record<"zoomIn" | "zoomOut" | "moveMap", string>;
  /** Hears the middle of the map each time that somebody moved it. */
  onPoint: (point: { lat: number; lon: number }) => void;
};

const CLOSEST_ZOOM = 18;
const FURTHEST_ZOOM = 8;

/**
 * A map of streets with a cross in its middle: the point is what lies under it. Moved by hand, or
 * with the arrow keys.
 */
export default function LivePoint({ start, zoom, tilesUrl, words, onPoint }: LivePointProps) {
  const box = useRef<HTMLDivElement>(null);
  const first = useRef({ start, zoom, words });
  const onChange = useRef(onPoint);
  onChange.current = onPoint;
  useEffect(() => {
    if (!box.current) return;
    const { start: from, zoom: at, words: said } = first.current;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(box.current, {
      center: [from.lat, from.lon],
      zoom: at,
      minZoom: FURTHEST_ZOOM,
      maxZoom: CLOSEST_ZOOM,
      zoomControl: false,
      zoomAnimation: !still,
      keyboardPanDelta: 20,
    });
    map.attributionControl.setPrefix(false);
    L.control
      .zoom({ position: "bottomright", zoomInTitle: said.zoomIn, zoomOutTitle: said.zoomOut })
      .addTo(map);
    L.tileLayer(tilesUrl, {
      attribution: '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>',
    }).addTo(map);
    map.on("click", ({ latlng }) => map.panTo(latlng));
    map.on("moveend", () => {
      const { lat, lng } = map.getCenter();
      onChange.current({ lat, lon: lng });
    });
    box.current.focus();
    return () => {
      map.remove();
    };
  }, [tilesUrl]);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a map is no set of fields */}
      <div
        className="live"
        ref={box}
        role="group"
        aria-label={words.moveMap}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the map is moved with the arrow keys
        tabIndex={0}
      />
      <span className="point-cross" aria-hidden="true" />
    </>
  );
}

"use client";

import L from "leaflet";
import { isolated } from "#lib/i18n/isolate.ts";
import "./leaflet.css";
import { useEffect, useRef, useState } from "react";
import { type Live, NETWORK, watchOccupancy } from "#components/occupancy/live.ts";
import { ringOffsets, stacksOf } from "./stacks.ts";
import { TOWNS } from "./towns.ts";

export type MapWords = Record<
  | "region"
  | "skip"
  | "open"
  | "legend"
  | "exact"
  | "approximate"
  | "bands"
  | "failed"
  | "detailed"
  | "thirdParty"
  | "searchHere",
  string
> & {
  precision: Record<string, string>;
  kinds: Record<string, string>;
  now: Record<NonNullable<Live["band"]>, string>;
};

type Place = {
  slug: string;
  name: string;
  kind: string;
  city: string;
  region: string;
  precision: string;
  lat: number;
  lon: number;
};

export type Area = { west: number; south: number; east: number; north: number };

export type MapProps = {
  locale: string;
  words: MapWords;
  tilesUrl: string;
  /** The address of a search to which the part of the map that is shown can be added. */
  searchHere: string;
  /** The part to begin with; the middle of the region when null. */
  shown: Area | null;
};

const EXACT = ["building", "address"];
const MIDDLE: L.LatLngTuple = [50.73, 3.2];

/** The places on a light map of borders and towns. Other servers are asked only when somebody wants detail. */
export default function LeafletMap({ locale, words, tilesUrl, searchHere, shown }: MapProps) {
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<L.Map | null>(null);
  const [state, setState] = useState<"drawing" | "drawn" | "failed" | "detailed">("drawing");

  useEffect(() => {
    if (!box.current) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const drawn = L.map(box.current, {
      center: MIDDLE,
      zoom: 10,
      minZoom: 8,
      maxZoom: 17,
      zoomAnimation: !still,
      fadeAnimation: !still,
      markerZoomAnimation: !still,
    });
    map.current = drawn;
    // Above, they would lie on what a dot says.
    drawn.zoomControl.setPosition("bottomleft");
    if (shown)
      drawn.fitBounds([
        [shown.south, shown.west],
        [shown.north, shown.east],
      ]);
    // Leaflet hears Escape only while the map itself has the focus, and not its popup.
    box.current.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") drawn.closePopup();
    });
    const gone = new AbortController();
    let leave = () => {};
    fill(drawn, locale, words, gone.signal)
      .then((marked) => {
        setState("drawn");
        if (!gone.signal.aborted) leave = watchOccupancy(NETWORK, (told) => mark(marked, told, words));
      })
      .catch(() => {
        if (!gone.signal.aborted) setState("failed");
      });
    return () => {
      gone.abort();
      leave();
      drawn.remove();
    };
  }, [locale, words, shown]);

  return (
    <>
      <p>
        <a className="skip" href="#after-map">
          {words.skip}
        </a>
      </p>
      {state === "failed" && (
        <p className="alert" role="alert">
          {words.failed}
        </p>
      )}
      <section className="map" aria-label={words.region} data-state={state} ref={box} />
      <div id="after-map">
        <h3>{words.legend}</h3>
        <p className="fact">{words.exact}</p>
        <p className="fact">{words.approximate}</p>
        <p className="fact">{words.bands}</p>
        {(state === "drawn" || state === "detailed") && (
          <p>
            <button
              type="button"
              className="button"
              onClick={() => {
                if (map.current) location.assign(`${searchHere}&bbox=${areaOf(map.current)}`);
              }}
            >
              {words.searchHere}
            </button>
          </p>
        )}
        {state === "drawn" && (
          <>
            <button
              type="button"
              className="button quiet"
              onClick={() => {
                if (!map.current) return;
                L.tileLayer(tilesUrl, {
                  attribution: '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>',
                }).addTo(map.current);
                setState("detailed");
              }}
            >
              {words.detailed}
            </button>
            <p className="fact">{words.thirdParty}</p>
          </>
        )}
      </div>
    </>
  );
}

/** `west,south,east,north` in degrees, to about a hundred metres. */
function areaOf(map: L.Map): string {
  const shown = map.getBounds();
  return [shown.getWest(), shown.getSouth(), shown.getEast(), shown.getNorth()]
    .map((degrees) => degrees.toFixed(3))
    .join();
}

/** What of the map changes while it is open, by slug. */
type Marked = Map<string, { place: Place; dot: L.Marker; band: Live["band"] }>;

async function fill(map: L.Map, locale: string, words: MapWords, signal: AbortSignal): Promise<Marked> {
  const [base, places] = await Promise.all([
    fetch("/map/base.json", { signal }).then((answer) => answer.json()),
    fetch("/api/v1/spaces.geojson", { signal }).then((answer) => answer.json()),
  ]);
  L.geoJSON(base, { interactive: false, style: { className: "border" } }).addTo(map);
  for (const { name, lat, lon } of TOWNS)
    L.marker([lat, lon], {
      interactive: false,
      keyboard: false,
      icon: L.divIcon({ className: "town", html: name, iconSize: undefined, iconAnchor: [-14, 24] }),
    }).addTo(map);

  const found: Place[] = places.features.map(
    ({
      properties,
      geometry,
    }: {
      properties: Omit<Place, "lat" | "lon">;
      geometry: { coordinates: [number, number] };
    }) => ({
      ...properties,
      lon: geometry.coordinates[0],
      lat: geometry.coordinates[1],
    }),
  );
  const marked: Marked = new Map();
  const stacks = stacksOf(found).map((stack) => ({
    at: L.latLng(stack[0]?.lat ?? 0, stack[0]?.lon ?? 0),
    dots: stack.map((place) => {
      const dot = dotOf(place, locale, words, () => marked.get(place.slug)?.band ?? null).addTo(map);
      marked.set(place.slug, { place, dot, band: null });
      return { dot, leg: legOf(stack).addTo(map) };
    }),
  }));
  const spread = () => {
    for (const { at, dots } of stacks)
      for (const [index, { x, y }] of ringOffsets(dots.length).entries()) {
        const centre = map.project(at, map.getZoom());
        const to = map.unproject(centre.add([x, y]), map.getZoom());
        dots[index]?.dot.setLatLng(to);
        dots[index]?.leg.setLatLngs([at, to]);
      }
  };
  spread();
  map.on("zoomend", spread);
  return marked;
}

/** Says on each dot how busy its place is: in marks to see, and in words. */
function mark(marked: Marked, told: Live[], words: MapWords): void {
  for (const { space, band } of told) {
    const place = marked.get(space);
    if (!place) continue;
    place.band = band;
    const dot = place.dot.getElement();
    dot?.setAttribute("aria-label", labelOf(place.place, band, words));
    if (band) dot?.setAttribute("data-band", band);
    else dot?.removeAttribute("data-band");
  }
}

function labelOf({ name, city }: Place, band: Live["band"], words: MapWords): string {
  return [`${isolated(name)}, ${isolated(city)}`, ...(band ? [words.now[band]] : [])].join(". ");
}

/** A dot with its name for whoever cannot see it; Enter opens what it says, Escape closes it again. */
function dotOf(place: Place, locale: string, words: MapWords, bandNow: () => Live["band"]): L.Marker {
  const { slug, name, city, kind, region, precision } = place;
  const isExact = EXACT.includes(precision);
  const dot = L.marker([place.lat, place.lon], {
    icon: L.divIcon({ className: `dot ${region} ${isExact ? "exact" : "approximate"}`, iconSize: [22, 22] }),
  });
  dot.on("add", () => dot.getElement()?.setAttribute("aria-label", labelOf(place, bandNow(), words)));
  dot.bindPopup(() => {
    const content = document.createElement("div");
    const add = (tag: "strong" | "p", text: string) => {
      const part = document.createElement(tag);
      part.textContent = text;
      content.append(part);
    };
    add("strong", name);
    add("p", `${city} · ${words.kinds[kind] ?? kind}`);
    const band = bandNow();
    if (band) add("p", words.now[band]);
    add("p", words.precision[precision] ?? "");
    const link = document.createElement("a");
    link.href = `/${locale}/spaces/${slug}`;
    link.textContent = words.open;
    content.append(link);
    return content;
  });
  dot.on("popupopen", () =>
    dot.getPopup()?.getElement()?.querySelector<HTMLElement>("a[href^='/']")?.focus(),
  );
  dot.on("popupclose", () => dot.getElement()?.focus());
  return dot;
}

/** The thin line from a dot on a ring to the point it stands for. */
function legOf(stack: Place[]): L.Polyline {
  return L.polyline([], { interactive: false, className: stack.length > 1 ? "leg" : "leg alone" });
}

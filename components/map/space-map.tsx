"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Icon } from "#components/ui/icon.tsx";
import { type Here, hereNow, onHere } from "./here.ts";
import { FRAME, placeIn, pointIn, sideOf, type View } from "./layout.ts";
import type { LiveProps } from "./live-map.tsx";

const LiveMap = dynamic(() => import("./live-map.tsx"), { ssr: false });

export type MapWords = LiveProps["words"] &
  Record<"label" | "zoomIn" | "zoomOut" | "streets" | "thirdParty" | "here", string>;

type Props = Omit<
  LiveProps,
  "start" | "streets" | "land" | "links" | "words" | "here" | "isAsked"
> & {
  words: MapWords;
  /** The drawn map, made by the server. */
  children: ReactNode;
  /** What the colours and lines mean. */
  legend: ReactNode;
};

/** What a live map begins with. */
type Start = Pick<LiveProps, "land" | "links" | "isAsked"> & { view: View };

/** A hand that moves this far pans; less is a press. */
const PAN_PX = 8;

/**
 * The drawn map, until somebody pans, zooms or wants streets: then a live one takes its place,
 * where it stood. The list beside it and the map answer each other: what is pointed at in one
 * lights up in the other.
 */
export function SpaceMap({ children, legend, words, ...live }: Props) {
  const box = useRef<HTMLElement>(null);
  const [hasScript, setHasScript] = useState(false);
  const [streets, setStreets] = useState(false);
  const [start, setStart] = useState<Start | null>(null);
  const here = useSyncExternalStore(onHere, hereNow, () => null);
  useEffect(() => setHasScript(true), []);
  useEffect(
    () => (box.current && here && !start ? drawHere(box.current, here, words.here) : undefined),
    [here, start, words.here],
  );
  useEffect(() => (box.current ? answerEachOther(box.current) : undefined), []);

  const begin = (zoomBy = 0, isAsked = false) => {
    const shown = box.current && startOf(box.current, zoomBy);
    if (shown) setStart((before) => before ?? { ...shown, isAsked });
  };
  useEffect(() => {
    const drawn = box.current;
    if (!drawn || start) return;
    const gone = new AbortController();
    const { signal } = gone;
    let from: { x: number; y: number; id: number } | null = null;
    let panned = false;
    const isSideways = (event: PointerEvent, far: number) =>
      event.pointerType === "mouse" || Math.abs(event.clientX - (from?.x ?? 0)) > far * 0.7;
    drawn.addEventListener(
      "pointerdown",
      (event) => {
        panned = false;
        from =
          event.isPrimary && event.button === 0
            ? { x: event.clientX, y: event.clientY, id: event.pointerId }
            : null;
        // A second finger zooms.
        if (!event.isPrimary) begin();
      },
      { signal },
    );
    drawn.addEventListener(
      "pointermove",
      (event) => {
        if (!from || from.id !== event.pointerId) return;
        const far = Math.hypot(event.clientX - from.x, event.clientY - from.y);
        if (far < PAN_PX || !isSideways(event, far)) return;
        panned = true;
        begin();
      },
      { signal },
    );
    for (const end of ["pointerup", "pointercancel"])
      window.addEventListener(
        end,
        () => {
          from = null;
        },
        { signal },
      );
    // A drag that began on a place opens nothing, and carries no picture of its link along.
    drawn.addEventListener("click", (event) => panned && event.preventDefault(), {
      signal,
      capture: true,
    });
    drawn.addEventListener("dragstart", (event) => event.preventDefault(), { signal });
    drawn.addEventListener(
      "wheel",
      (event) => {
        // The page scrolls past the map; with the key that zooms pages, the map zooms.
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        begin(event.deltaY < 0 ? 1 : -1);
      },
      { signal, passive: false },
    );
    return () => gone.abort();
  });

  return (
    <section
      className="map"
      id="map"
      aria-label={words.label}
      ref={box}
      data-state={start ? "live" : "drawn"}
    >
      {start ? (
        <LiveMap
          {...live}
          words={words}
          start={start.view}
          land={start.land}
          links={start.links}
          streets={streets}
          isAsked={start.isAsked}
          here={here}
        />
      ) : (
        <div className="view">{children}</div>
      )}
      {/* Drawn with the page, so that its icons are asked for once. */}
      <div className="tools" hidden={!hasScript}>
        {!streets && (
          <button
            type="button"
            className="button quiet"
            title={words.thirdParty}
            onClick={() => {
              setStreets(true);
              begin(0, true);
              // This button goes; the map that lives already takes its focus.
              box.current?.querySelector<HTMLElement>(".live")?.focus({ preventScroll: true });
            }}
          >
            <Icon name="map" />
            {words.streets}
          </button>
        )}
        {!start && (
          <div className="zoom">
            <button type="button" aria-label={words.zoomIn} onClick={() => begin(1, true)}>
              <Icon name="plus" />
            </button>
            <button type="button" aria-label={words.zoomOut} onClick={() => begin(-1, true)}>
              <Icon name="minus" />
            </button>
          </div>
        )}
      </div>
      {legend}
    </section>
  );
}

/**
 * What the drawn map shows, as a live map says it: the middle of the box, and how many pixels a
 * part of the drawing has.
 */
function startOf(box: HTMLElement, zoomBy: number): Omit<Start, "isAsked"> | null {
  const svg = box.querySelector<SVGSVGElement>("svg.geo");
  const land = svg?.querySelector<SVGElement>(".land");
  const matrix = svg?.getScreenCTM();
  const [zoom, lat, lon] = (svg?.dataset.view ?? "").split(",").map(Number);
  if (!land || !matrix || zoom === undefined || lat === undefined || lon === undefined) return null;
  const { left, top, width, height } = box.getBoundingClientRect();
  const view = { centre: { lat, lon }, zoom };
  const middle = new DOMPoint(left + width / 2, top + height / 2).matrixTransform(matrix.inverse());
  const scale = width === 0 ? 1 : matrix.a;
  const centre = pointIn(view, width === 0 ? { x: FRAME.width / 2, y: FRAME.height / 2 } : middle);
  return {
    view: { centre, zoom: zoom + Math.log2(scale) + zoomBy },
    land: land.cloneNode(true) as SVGElement,
    links: [...box.querySelectorAll<SVGElement>(".overlay-link")],
  };
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * Where somebody looks from, on the drawn map; nothing where that lies beyond it.
 *
 * @returns what takes it away again
 */
function drawHere(box: HTMLElement, here: Here, words: string): (() => void) | undefined {
  const svg = box.querySelector<SVGSVGElement>("svg.geo");
  const [zoom, lat, lon] = (svg?.dataset.view ?? "").split(",").map(Number);
  if (!svg || zoom === undefined || lat === undefined || lon === undefined) return;
  const at = placeIn({ centre: { lat, lon }, zoom }, here);
  if (sideOf(at) !== null) return;
  const mark = document.createElementNS(SVG, "g");
  mark.setAttribute("class", "here");
  mark.setAttribute("transform", `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`);
  for (const radius of [16, 7]) {
    const circle = document.createElementNS(SVG, "circle");
    circle.setAttribute("r", String(radius));
    mark.append(circle);
  }
  const label = document.createElementNS(SVG, "text");
  label.setAttribute("y", "-22");
  label.setAttribute("text-anchor", "middle");
  label.textContent = words;
  mark.append(label);
  svg.append(mark);
  return () => mark.remove();
}

/**
 * Lights up the marks of the place that is pointed at in the list, and the place of the mark that
 * is pointed at on the map.
 */
function answerEachOther(map: HTMLElement): () => void {
  const both = map.parentElement ?? map;
  const light = ({ target }: Event) => {
    const from = target instanceof Element ? target.closest<HTMLElement>("[data-slugs]") : null;
    const slugs = new Set(from?.dataset.slugs?.split(" "));
    for (const one of both.querySelectorAll<HTMLElement>("[data-slugs]"))
      one.classList.toggle(
        "lit",
        one !== from && (one.dataset.slugs ?? "").split(" ").some((slug) => slugs.has(slug)),
      );
  };
  const gone = new AbortController();
  for (const kind of ["pointerover", "focusin"])
    both.addEventListener(kind, light, { signal: gone.signal });
  return () => gone.abort();
}

"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import type { MapProps } from "./leaflet-map.tsx";

const LeafletMap = dynamic(() => import("./leaflet-map.tsx"), { ssr: false });

type Props = MapProps & { words: { show: string } };

/** The way to the map: a button, once there is a script to answer it. Nothing of the map is loaded before. */
export function SpaceMap({ words, ...map }: Props) {
  const [state, setState] = useState<"no script" | "closed" | "open">("no script");
  useEffect(() => setState("closed"), []);
  if (state === "no script") return null;
  if (state === "open") return <LeafletMap words={words} {...map} />;
  return (
    <p>
      <button type="button" className="button quiet" onClick={() => setState("open")}>
        {words.show}
      </button>
    </p>
  );
}

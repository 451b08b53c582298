"use client";

import { useEffect, useRef, useState } from "react";
import { hasCamera, squareReader } from "./card-reader.ts";

type Props = {
  words: Record<"camera" | "cameraStop" | "cameraHold" | "cameraNone", string>;
  onCard: (text: string) => void;
};

const PICTURE_MS = 150;

/**
 * Reads a card that is held before the tablet's camera. The picture goes nowhere and is not kept.
 */
export function CardCamera({ words, onCard }: Props) {
  const [canSee, setCanSee] = useState(false);
  const [looking, setLooking] = useState(false);
  const [refused, setRefused] = useState(false);
  useEffect(() => setCanSee(hasCamera()), []);
  if (!canSee) return null;

  return (
    <div className="kiosk-camera">
      <button
        type="button"
        className="button big quiet"
        aria-pressed={looking}
        onClick={() => {
          setRefused(false);
          setLooking(!looking);
        }}
      >
        {looking ? words.cameraStop : words.camera}
      </button>
      {looking && (
        <Picture
          label={words.cameraHold}
          onCard={(text) => {
            setLooking(false);
            onCard(text);
          }}
          onRefused={() => {
            setLooking(false);
            setRefused(true);
          }}
        />
      )}
      {refused && <p role="alert">{words.cameraNone}</p>}
    </div>
  );
}

function Picture({
  label,
  onCard,
  onRefused,
}: {
  label: string;
  onCard: (text: string) => void;
  onRefused: () => void;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const heard = useRef({ onCard, onRefused });
  heard.current = { onCard, onRefused };

  useEffect(() => {
    let over = false;
    let stream: MediaStream | undefined;
    const look = async () => {
      const wide = { width: { ideal: 1280 }, facingMode: { ideal: "user" } };
      const [given, read] = await Promise.all([
        navigator.mediaDevices.getUserMedia({ video: wide }),
        squareReader(),
      ]);
      stream = given;
      if (over) return stop(given);
      const screen = video.current;
      if (!screen) return;
      screen.srcObject = given;
      await screen.play();
      while (!over) {
        const text = await read(screen);
        if (text && !over) return heard.current.onCard(text);
        await new Promise((resolve) => setTimeout(resolve, PICTURE_MS));
      }
    };
    look().catch(() => {
      if (!over) heard.current.onRefused();
    });
    return () => {
      over = true;
      if (stream) stop(stream);
    };
  }, []);

  return (
    <figure>
      <video ref={video} muted playsInline aria-label={label} />
      <figcaption>{label}</figcaption>
    </figure>
  );
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

"use client";

import { useEffect, useRef, useState } from "react";
import { hasCamera, squareReader } from "./square-reader.ts";

export type CameraWords = Record<"camera" | "cameraStop" | "cameraHold" | "cameraNone", string>;

type Props = {
  words: CameraWords;
  /** Towards whoever looks at the screen, or away from them. */
  facing: "user" | "environment";
  buttonClass: string;
  onRead: (text: string) => void;
};

const PICTURE_MS = 150;

/**
 * Reads a square code that is held before the camera. The picture goes nowhere and is not kept.
 */
export function SquareCamera({ words, facing, buttonClass, onRead }: Props) {
  const [canSee, setCanSee] = useState(false);
  const [looking, setLooking] = useState(false);
  const [refused, setRefused] = useState(false);
  useEffect(() => setCanSee(hasCamera()), []);
  if (!canSee) return null;

  return (
    <div className="camera">
      <button
        type="button"
        className={buttonClass}
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
          facing={facing}
          onRead={(text) => {
            setLooking(false);
            onRead(text);
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
  facing,
  onRead,
  onRefused,
}: {
  label: string;
  facing: Props["facing"];
  onRead: (text: string) => void;
  onRefused: () => void;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const heard = useRef({ onRead, onRefused });
  heard.current = { onRead, onRefused };

  useEffect(() => {
    let over = false;
    let stream: MediaStream | undefined;
    const look = async () => {
      const wide = { width: { ideal: 1280 }, facingMode: { ideal: facing } };
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
        if (text && !over) return heard.current.onRead(text);
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
  }, [facing]);

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

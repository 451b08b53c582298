/** What the square in a picture says, or null when there is none to be read. */
export type ReadSquare = (video: HTMLVideoElement) => Promise<string | null>;

/** As the Shape Detection API has it, where a browser has it. @see https://wicg.github.io/shape-detection-api/ */
type Detector = { detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]> };
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats: () => Promise<string[]>;
};

/** Enough for a square that fills a third of the picture, and quick on an old tablet. */
const WIDTH = 640;

export function hasCamera(): boolean {
  return typeof navigator !== "undefined" && "mediaDevices" in navigator;
}

/**
 * The browser's own reader of squares, or else a small one of ours, fetched when it is first
 * needed.
 */
export async function squareReader(): Promise<ReadSquare> {
  const { BarcodeDetector: Own } = globalThis as { BarcodeDetector?: DetectorClass };
  if (Own && (await Own.getSupportedFormats()).includes("qr_code")) {
    const detector = new Own({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const { decodeQR } = await import("qr/decode.js");
  const canvas = document.createElement("canvas");
  const pencil = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    if (!pencil || video.videoWidth === 0) return null;
    canvas.width = Math.min(WIDTH, video.videoWidth);
    canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
    pencil.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = pencil.getImageData(0, 0, canvas.width, canvas.height);
    try {
      return decodeQR({ data, width, height });
    } catch {
      // No square in this picture: the next one comes at once.
      return null;
    }
  };
}

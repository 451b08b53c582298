/** What a frame of a Milesight VS121 says about people. Absent is: not in this frame. */
export type Frame = { count?: number; max?: number; regions?: number[]; in?: number; out?: number };

type Part = { bytes: number; read?: (data: DataView) => Frame };

/**
 * By channel and type. Counters are little-endian; the mask of regions is big-endian, bit 0 is
 * region 1.
 */
const PARTS: Record<string, Part> = {
  "04c9": {
    bytes: 4,
    read: (data) => ({
      count: data.getUint8(0),
      regions: regionsOf(data.getUint16(2), data.getUint8(1)),
    }),
  },
  "05cc": {
    bytes: 4,
    read: (data) => ({ in: data.getUint16(0, true), out: data.getUint16(2, true) }),
  },
  "06cd": { bytes: 1, read: (data) => ({ max: data.getUint8(0) }) },
  // Counts by region, flows, totals since the last reset, dwell times, the device's clock, lines,
  // versions: read past.
  "07d5": { bytes: 8 },
  "08d5": { bytes: 8 },
  "09da": { bytes: 8 },
  "0ada": { bytes: 8 },
  "0bda": { bytes: 8 },
  "0cda": { bytes: 8 },
  "0dcc": { bytes: 4 },
  "0ee4": { bytes: 5 },
  "0f85": { bytes: 4 },
  "10f7": { bytes: 4 },
  ff01: { bytes: 1 },
  ff09: { bytes: 2 },
  ff1f: { bytes: 4 },
};

/**
 * Reads a frame as far as it is known; what follows an unknown part cannot be read.
 * @returns null when a known part is cut short
 * @see https://github.com/Milesight-IoT/SensorDecoders (vs121)
 */
export function decodeVs121(frame: Uint8Array): Frame | null {
  let read: Frame = {};
  for (let at = 0; at < frame.length; ) {
    const part = PARTS[Buffer.from(frame.subarray(at, at + 2)).toString("hex")];
    if (!part) return read;
    const start = at + 2;
    at = start + part.bytes;
    if (at > frame.length) return null;
    read = {
      ...read,
      ...part.read?.(new DataView(frame.buffer, frame.byteOffset + start, part.bytes)),
    };
  }
  return read;
}

function regionsOf(mask: number, regions: number): number[] {
  return Array.from({ length: Math.min(regions, 16) }, (_, bit) => bit + 1).filter(
    (region) => (mask >> (region - 1)) & 1,
  );
}

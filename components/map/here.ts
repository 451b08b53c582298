/**
 * Where somebody looks from: their device, or a commune that they chose. It stays in the page, and
 * goes when the page does.
 */
export type Here = { lat: number; lon: number; country: Country | null };

export type Country = "BE" | "FR";

let here: Here | null = null;
const listeners = new Set<() => void>();

export function hereNow(): Here | null {
  return here;
}

export function setHere(next: Here | null): void {
  here = next;
  for (const listener of listeners) listener();
}

export function onHere(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

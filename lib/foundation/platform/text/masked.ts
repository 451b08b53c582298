/**
 * An address as far as its owner's administrator needs it to know which one is meant: `n…@e….be`,
 * `+32 … 56`.
 */
export function masked(address: string): string {
  const at = address.lastIndexOf("@");
  if (at > 0) {
    const domain = address.slice(at + 1);
    const dot = domain.lastIndexOf(".");
    return `${first(address)}…@${first(domain)}…${dot > 0 ? domain.slice(dot) : ""}`;
  }
  const digits = address.replace(/[^\d+]/g, "");
  return digits.length >= 8 ? `${digits.slice(0, 3)} … ${digits.slice(-2)}` : "…";
}

function first(text: string): string {
  return [...text][0] ?? "";
}

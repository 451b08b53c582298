/** What a field offers: each code with what the reader calls it. */
export function optionsOf<Code extends string>(
  codes: readonly Code[],
  label: (code: Code) => string,
): { value: string; label: string }[] {
  return codes.map((value) => ({ value, label: label(value) }));
}

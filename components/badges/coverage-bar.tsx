import type { Coverage } from "#lib/learning/badges/competences/rules.ts";

/** How much of a map badges stand for; the words beside it say the same. */
export function CoverageBar({ covered, total }: Coverage) {
  const width = total === 0 ? 0 : (covered / total) * 100;
  return (
    <svg className="coverage" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="4" fill="var(--line)" />
      <rect width={width} height="4" fill="var(--action)" />
    </svg>
  );
}

import { pictureOf, SEAL_PATH } from "#lib/learning/badges/classes/rules.ts";

type Props = { icon: string; colour: string; isGrey?: boolean };

/**
 * The picture of a badge, in the colours of the page. Its name stands beside it, so it says nothing
 * aloud.
 */
export function Seal({ icon, colour, isGrey = false }: Props) {
  const { drawn, variable } = pictureOf({ icon, colour });
  const paint = `var(${variable})`;
  return (
    <svg className={isGrey ? "seal grey" : "seal"} viewBox="0 0 120 120" aria-hidden="true">
      <path d={SEAL_PATH} fill={paint} stroke={paint} strokeWidth="4" strokeLinejoin="round" />
      <circle
        cx="60"
        cy="60"
        r="43"
        fill="none"
        stroke="var(--d-light)"
        strokeWidth="2"
        strokeDasharray="1 5"
        strokeLinecap="round"
      />
      <circle cx="60" cy="60" r="36" fill="var(--d-light)" />
      <g strokeWidth="5" strokeLinecap="round">
        <path d="M28 37l-7-5" stroke="var(--d-ochre)" />
        <path d="M92 37l7-5" stroke="var(--d-sky)" />
        <path d="M60 99v8" stroke="var(--d-clay)" />
      </g>
      <path
        d={drawn}
        transform="translate(38.4 38.4) scale(1.8)"
        fill="none"
        stroke={paint}
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

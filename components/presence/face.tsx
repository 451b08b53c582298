const MOUTHS = {
  good: "M15 29c3 7 15 7 18 0",
  fair: "M15 31h18",
  poor: "M15 34c3-7 15-7 18 0",
} as const;

export type Mood = keyof typeof MOUTHS;

export function isMood(answer: string): answer is Mood {
  return answer in MOUTHS;
}

/** A face that says what the word beside it says. Drawn, because not every tablet has the signs. */
export function Face({ mood }: { mood: Mood }) {
  return (
    <svg
      className="face"
      width="56"
      height="56"
      viewBox="0 0 48 48"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="3"
      strokeLinecap="round"
    >
      <path d={`M24 4a20 20 0 1 1 0 40 20 20 0 0 1 0-40ZM17 18v3M31 18v3${MOUTHS[mood]}`} />
    </svg>
  );
}

const SHAPES = {
  /** A person and a hand held out. */
  disability: "M24 6a5 5 0 1 1 0 10 5 5 0 0 1 0-10ZM12 21h24M24 21v10M24 31l-8 12M24 31l8 12",
  /** One small group beside a large one. */
  minority:
    "M12 18a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM5 40c0-9 14-9 14 0M30 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM40 20a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM24 28c0-9 12-9 12 0M33 41c0-9 13-9 13 0",
  /** A closed lock. */
  who: "M10 22h28v20H10ZM16 22v-6a8 8 0 0 1 16 0v6M24 30v5",
  /** A leaf of a calendar. */
  howLong: "M8 11h32v30H8ZM8 20h32M16 6v9M32 6v9M17 30h14",
  /** An arrow that turns back. */
  free: "M14 10 6 18l8 8M6 18h22a12 12 0 0 1 0 24H16",
} as const;

export type Picture = keyof typeof SHAPES;

/** A picture that says what the words beside it say: never alone, so nothing is read out twice. */
export function Pictogram({ of }: { of: Picture }) {
  return (
    <svg
      className="pictogram"
      width="48"
      height="48"
      viewBox="0 0 48 48"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="3"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={SHAPES[of]} />
    </svg>
  );
}

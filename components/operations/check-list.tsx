type State = "well" | "warning" | "fault";

export type CheckLine = {
  key: string;
  title: string;
  sentence: string;
  state: State;
  stateName: string;
};

const PATHS: Record<State, string> = {
  well: "m5 12.8 4.5 4.5L19.5 7",
  warning: "M12 4v10M12 18.6v.4",
  fault: "m6 6 12 12M18 6 6 18",
};

/** What was looked at, line by line: a mark, what was found, and its state in a word. */
export function CheckList({ label, lines }: { label: string; lines: CheckLine[] }) {
  return (
    <ol className="health" aria-label={label}>
      {lines.map(({ key, title, sentence, state, stateName }) => (
        <li key={key}>
          <span className={`health-mark ${state}`}>
            <svg
              viewBox="0 0 24 24"
              width="22"
              height="22"
              aria-hidden="true"
              fill="none"
              strokeWidth="2.6"
            >
              <path
                d={PATHS[state]}
                stroke="currentColor"
                strokeLinecap="round"
                strokeLinejoin="round"
              />
            </svg>
          </span>
          <div>
            <h3>{title}</h3>
            <p>{sentence}</p>
          </div>
          <span className={`health-state ${state}`}>{stateName}</span>
        </li>
      ))}
    </ol>
  );
}

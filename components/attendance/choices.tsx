type Props = {
  legend: string;
  /** Of radio buttons: one name per question and person. */
  name: string;
  codes: readonly string[];
  chosen: string;
  words: Record<string, string>;
  onChoose: (code: string) => void;
  /** How many were counted with a code so far. */
  countOf?: (code: string) => number;
};

/** One question, every answer in sight: one press. Why there is no answer is an answer. */
export function Choices({ legend, name, codes, chosen, words, onChoose, countOf }: Props) {
  return (
    <fieldset className="chips">
      <legend>{legend}</legend>
      {codes.map((code) => {
        const people = countOf?.(code) ?? 0;
        return (
          <label key={code}>
            <input
              type="radio"
              name={name}
              checked={code === chosen}
              onChange={() => onChoose(code)}
            />
            {words[code] ?? code}
            {people > 0 && ` (${people})`}
          </label>
        );
      })}
    </fieldset>
  );
}

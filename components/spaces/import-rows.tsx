import { Fragment } from "react";
import { Tick } from "#components/ui/field.tsx";
import { Scrolling } from "#components/ui/scrolling.tsx";

export type ShownRow = {
  number: number;
  line: number;
  name: string | null;
  sayings: { field: string; text: string }[];
  comesIn: boolean;
};

type Words = Record<"line" | "name" | "what" | "comesIn", string>;

/**
 * Rows of a file, with what is said of each; without that column where nothing is.
 *
 * @param canChoose each row can be ticked: it is a place of its own after all
 */
export function ImportRows({
  label,
  rows,
  words,
  canChoose = false,
}: {
  label: string;
  rows: ShownRow[];
  words: Words;
  canChoose?: boolean;
}) {
  const says = canChoose || rows.some(({ sayings }) => sayings.length > 0);
  return (
    <Scrolling label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.line}</th>
            <th scope="col">{words.name}</th>
            {says && <th scope="col">{words.what}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ number, line, name, sayings, comesIn }) => (
            <tr key={number}>
              <td>{line}</td>
              <th scope="row">{name ?? "–"}</th>
              {says && (
                <td>
                  {sayings.map(({ field, text }, at) => (
                    <Fragment key={`${field} ${text}`}>
                      {at > 0 && <br />}
                      {field && <strong>{field}</strong>} {text}
                    </Fragment>
                  ))}
                  {canChoose && (
                    <>
                      <input type="hidden" name="shown" value={number} />
                      <Tick
                        label={words.comesIn}
                        name="comesIn"
                        value={`${number}`}
                        defaultChecked={comesIn}
                      />
                    </>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

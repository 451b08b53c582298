import { DataTable } from "#components/research/data-table.tsx";
import { type BarGroup, Bars } from "./bars.tsx";

type Props = {
  title: string;
  /** What is counted, in what unit. */
  definition?: string | undefined;
  plot: { title: string; groups: BarGroup[]; format: (value: number) => string; least?: number };
  legend?: { series: string; label: string }[];
  table: { columns: string[]; rows: (string | number)[][] };
  file?: { href: string; label: string } | undefined;
  note?: string | null;
};

/** Figures with what they mean, to look at, to read and to take along. */
export function UseSection({ title, definition, plot, legend = [], table, file, note }: Props) {
  return (
    <section>
      <h2>{title}</h2>
      {definition && <p>{definition}</p>}
      {legend.length > 0 && (
        <p className="legend">
          {legend.map(({ series, label }) => (
            <span key={series} className={series}>
              {label}
            </span>
          ))}
        </p>
      )}
      <Bars {...plot} />
      <DataTable caption={title} {...table} />
      {note && <p className="fact">{note}</p>}
      {file && (
        <p>
          <a href={file.href} download>
            {file.label}
          </a>
        </p>
      )}
    </section>
  );
}

import type { ReactNode } from "react";
import { type FigureRows, FigureTable } from "#components/ui/figure-table.tsx";
import { Icon } from "#components/ui/icon.tsx";
import "./plot-card.css";

type Series = { series: string; label: string };

type Props = {
  title: string;
  /** Which colour is what. */
  legend?: Series[];
  /** The plot, or whatever stands in its place. */
  children?: ReactNode;
  /** What is counted, in what unit: folded under its question. */
  definition?: { question: string; answer: ReactNode } | undefined;
  /** The same in numbers: folded under its name where there is a plot to look at first. */
  table?: (FigureRows & { name?: string }) | undefined;
  file?: { href: string; label: string } | undefined;
  note?: string | null;
  /** As wide as the page, or as tall as two beside it. */
  size?: "whole" | "tall" | undefined;
};

/** Figures on one card: to look at, what they mean, the table behind them and the file. */
export function PlotCard({
  title,
  legend = [],
  children,
  definition,
  table,
  file,
  note,
  size,
}: Props) {
  return (
    <section className={size ? `plot-card ${size}` : "plot-card"}>
      <div className="plot-head">
        <h2>{title}</h2>
        {legend.length > 0 && (
          <p className="legend">
            {legend.map(({ series, label }) => (
              <span key={series} className={series}>
                {label}
              </span>
            ))}
          </p>
        )}
        {file && (
          <a className="more-link" href={file.href} download>
            <Icon name="download" />
            {file.label}
          </a>
        )}
      </div>
      {children}
      {note && <p className="fact">{note}</p>}
      {definition && (
        <details className="def">
          <summary>
            <Icon name="info" />
            {definition.question}
          </summary>
          <div>{definition.answer}</div>
        </details>
      )}
      {table &&
        (table.name ? (
          <details className="def">
            <summary>
              <Icon name="list" />
              {table.name}
            </summary>
            <FigureTable {...table} />
          </details>
        ) : (
          <FigureTable {...table} />
        ))}
    </section>
  );
}

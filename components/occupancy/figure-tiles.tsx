import { Spark } from "./spark.tsx";
import "./figure-tiles.css";

type Tile = {
  key: string;
  name: string;
  /** In words: a percentage, or that it is not shown. */
  value: string;
  /** Of what and when it is. */
  of: string;
  /** Through the year, as shares; null where there is nothing to show. */
  course: (number | null)[];
  href: string;
  isShown: boolean;
};

/** The key figures side by side, each with its course through the year; one of them is shown below in full. */
export function FigureTiles({ label, tiles }: { label: string; tiles: Tile[] }) {
  return (
    <nav className="figure-tiles" aria-label={label}>
      {tiles.map(({ key, name, value, of, course, href, isShown }) => (
        <a key={key} href={href} aria-current={isShown ? "page" : undefined}>
          <span>{name}</span> <b>{value}</b> <small>{of}</small>
          <Spark values={course} />
        </a>
      ))}
    </nav>
  );
}

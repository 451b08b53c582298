import { Spark } from "./spark.tsx";
import "./figure-tiles.css";

export type Tile = {
  key: string;
  name: string;
  /** In words: a percentage, or that it is not shown. */
  value: string;
  /** Of what and when it is. */
  of: string;
  /** Through the year; null where there is nothing to show. */
  course: (number | null)[];
  /** Where the figure is shown in full. */
  href?: string;
  isShown?: boolean;
};

/** The key figures side by side, each with its course. Those that lead somewhere are a menu. */
export function FigureTiles({ label, tiles }: { label: string; tiles: Tile[] }) {
  const Group = tiles.some(({ href }) => href) ? "nav" : "section";
  return (
    <Group className="figure-tiles" aria-label={label}>
      {tiles.map(({ key, href, isShown = false, ...tile }) =>
        href ? (
          <a key={key} href={href} aria-current={isShown ? "page" : undefined}>
            <Inside {...tile} />
          </a>
        ) : (
          <div key={key}>
            <Inside {...tile} />
          </div>
        ),
      )}
    </Group>
  );
}

function Inside({ name, value, of, course }: Pick<Tile, "name" | "value" | "of" | "course">) {
  // A sentence in place of a figure is not written as large as one.
  const isFigure = /\d/.test(value);
  return (
    <>
      <span>{name}</span> <b className={isFigure ? undefined : "in-words"}>{value}</b>{" "}
      <small>{of}</small>
      <Spark values={course} />
    </>
  );
}

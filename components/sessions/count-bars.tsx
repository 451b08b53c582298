import { Bars } from "#components/occupancy/bars.tsx";

type Props = {
  title: string;
  rows: { key: string; label: string; count: number }[];
  format: (count: number) => string;
};

/** Counts side by side, each against the highest; nothing is drawn where all are zero. */
export function CountBars({ title, rows, format }: Props) {
  const most = Math.max(0, ...rows.map(({ count }) => count));
  if (most === 0) return null;
  return (
    <Bars
      title={title}
      groups={rows.map(({ key, label, count }) => ({
        key,
        label,
        bars: [{ series: "attended", share: count / most }],
      }))}
      format={(share) => format(Math.round(share * most))}
    />
  );
}

import { Icon, type IconName } from "#components/ui/icon.tsx";

type Props = { entries: { href: string; label: string; icon: IconName }[] };

/** What a page leads to that has nothing else: the same entries as its menu. */
export function IndexList({ entries }: Props) {
  return (
    <ul className="links">
      {entries.map(({ href, label, icon }) => (
        <li key={href}>
          <a className="card link" href={href}>
            <Icon name={icon} />
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}

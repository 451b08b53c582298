import { Icon, type IconName } from "#components/ui/icon.tsx";

export type MenuLink = {
  href: string;
  label: string;
  icon: IconName;
  /** "page" when it is this one, "true" when this one belongs to it. */
  current?: "page" | "true" | undefined;
  /** How many wait behind it, and that in words. */
  count?: { number: number; words: string } | undefined;
  isTab?: boolean | undefined;
  /** What stands below it, shown while one is in there. */
  below: MenuLink[];
};

/**
 * The ways within a part of the house: one list. Wide screens show it as a rail; phones as a bar of
 * the first four, with the rest behind the last.
 */
export function MenuLinks({
  links,
  label,
  more,
}: {
  links: MenuLink[];
  label: string;
  more: string;
}) {
  const tabs = links.filter(({ isTab }) => isTab).slice(0, MOST_TABS);
  const rest = links.filter((link) => !tabs.includes(link));
  const isInRest = rest.some(({ current }) => current);
  return (
    <nav className="ways" aria-label={label}>
      <ul className="ways-tabs">
        {tabs.map((link) => (
          <Way key={link.href} {...link} />
        ))}
      </ul>
      {rest.length > 0 && (
        <details className="ways-more" data-current={isInRest || undefined}>
          <summary>
            <Icon name="menu" />
            {more}
          </summary>
          <ul>
            {rest.map((link) => (
              <Way key={link.href} {...link} />
            ))}
          </ul>
        </details>
      )}
    </nav>
  );
}

const MOST_TABS = 4;

function Way({ href, label, icon, current, count, below }: MenuLink) {
  const isIn = current !== undefined || below.some((one) => one.current);
  return (
    <li>
      <a href={href} aria-current={current}>
        <Icon name={icon} />
        <span>{label}</span>
        {count && count.number > 0 && (
          <span className="waiting">
            <span aria-hidden="true">{count.number}</span>
            <span className="unseen">{count.words}</span>
          </span>
        )}
      </a>
      {isIn && below.length > 0 && (
        <ul className="ways-below">
          {below.map((one) => (
            <li key={one.href}>
              <a href={one.href} aria-current={one.current}>
                {one.label}
              </a>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

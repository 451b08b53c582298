import { Icon } from "#components/ui/icon.tsx";

type Props = {
  spaces: { slug: string; name: string }[];
  /** The slug of the space that pages are about. */
  chosen: string;
  /** Where the choice leads: this page, without what it asks of another space. */
  next: string;
  /** The value that stands for all of them, where a page can show so many. */
  all?: string | undefined;
  words: { space: string; all: string; show: string };
};

/** So many stand as buttons; more are found quicker in a list that a letter jumps in. */
const MOST_BUTTONS = 8;

/**
 * The space that all pages of the desk are about, until another is chosen. A plain form: it works
 * without JavaScript.
 */
export function SpaceSwitch({ spaces, chosen, next, all, words }: Props) {
  const options = [
    ...spaces.map(({ slug, name }) => ({ value: slug, name })),
    ...(all && spaces.length > 1 ? [{ value: all, name: words.all }] : []),
  ];
  const name = options.find(({ value }) => value === chosen)?.name;
  if (options.length < 2)
    return (
      <p className="switch-only">
        <Icon name="pin" />
        <span>
          <small>{words.space}</small>
          <b>{name}</b>
        </span>
      </p>
    );
  return (
    <details className="drop switch">
      <summary>
        <Icon name="pin" />
        <span>
          <small>{words.space}</small>
          <b>{name}</b>
        </span>
        <Icon name="down" />
      </summary>
      <form className="drop-body" action="/api/desk/space" method="post">
        <input type="hidden" name="next" value={next} />
        {options.length <= MOST_BUTTONS + 1 ? (
          options.map((option) => (
            <button
              type="submit"
              key={option.value}
              name="space"
              value={option.value}
              aria-current={option.value === chosen ? "true" : undefined}
            >
              <Icon
                name={option.value === chosen ? "check" : option.value === all ? "list" : "pin"}
              />
              {option.name}
            </button>
          ))
        ) : (
          <>
            <select name="space" aria-label={words.space} defaultValue={chosen}>
              {options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.name}
                </option>
              ))}
            </select>
            <button type="submit" className="button quiet">
              {words.show}
            </button>
          </>
        )}
      </form>
    </details>
  );
}

import "./journal.css";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { JournalFile } from "#lib/practice/journal/rules.ts";

type Props = {
  file: JournalFile;
  locale: Locale /** In which the journal is written. */;
  language: Locale;
};

/** A photo with what it shows, or the way to a document, with its size. */
export function FileView({ file: { id, kind, words, bytes }, locale, language }: Props) {
  const address = `/api/v1/journal-files/${id}`;
  if (kind === "photo")
    return (
      <a className="journal-photo" href={address}>
        {/* biome-ignore lint/performance/noImgElement: stored at the size it is shown */}
        <img
          src={`${address}?size=small`}
          alt={words}
          lang={language}
          width={400}
          height={300}
          loading="lazy"
        />
      </a>
    );
  const kilobytes = new Intl.NumberFormat(locale).format(Math.max(1, Math.round(bytes / 1_000)));
  return (
    <a href={address} download>
      <span lang={language}>{words}</span>{" "}
      {translator(locale, "journal")("files.size", { kilobytes })}
    </a>
  );
}

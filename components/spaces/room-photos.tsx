import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";

type Photo = { id: string; alt: Record<Locale, string> };

type Props = {
  photos: Photo[];
  /** Whether the first is shown; else it is one press away as the others are. */
  isDrawn: boolean;
  locale: Locale;
  t: Translate;
};

/**
 * The first photo of a room, small, which opens the large one; the others one press away, so that a
 * page stays light.
 */
export function RoomPhotos({ photos, isDrawn, locale, t }: Props) {
  const address = ({ id }: Photo) => `/api/v1/photos/${id}`;
  const [first] = isDrawn ? photos : [];
  const linked = photos
    .map((photo, index) => ({ photo, number: index + 1 }))
    .filter(({ photo }) => photo !== first);
  return (
    <>
      {first && (
        <a className="photo" href={address(first)}>
          {/* biome-ignore lint/performance/noImgElement: stored at the size it is shown */}
          <img
            src={`${address(first)}?size=small`}
            alt={first.alt[locale]}
            width={400}
            height={300}
            loading="lazy"
            decoding="async"
          />
        </a>
      )}
      {linked.map(({ photo, number }) => (
        <a key={photo.id} className="fact" href={address(photo)} title={photo.alt[locale]}>
          {t("photo", { number })}
        </a>
      ))}
    </>
  );
}

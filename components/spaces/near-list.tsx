"use client";

import { type ReactNode, useState, useSyncExternalStore } from "react";
import { type AwayWords, awayInWords, countryOf, kilometresBetween } from "#components/map/away.ts";
import { hereNow, onHere } from "#components/map/here.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";

/** A place that can be sorted by how far it is. */
export type NearPlace = {
  slug: string;
  name: string;
  where: string;
  region: string;
  lat: number;
  lon: number;
};

type Props = {
  locale: Locale;
  /** Of the list, and of each place in it. */
  className: string;
  itemClass: string;
  /** What the page shows, in its own order. */
  cards: { slug: string; isBest?: boolean; card: ReactNode }[];
  /**
   * The points of all places that the list can show when it is sorted: those of the cards, and
   * maybe more.
   */
  places: NearPlace[];
  words: AwayWords & { more: string };
  /** What belongs to the page's own order: the way to its next page. */
  children?: ReactNode;
};

const SHOWN_AT_ONCE = 10;

/** The places of a page; the nearest first, with how far each is, once somebody said from where. */
export function NearList({ locale, className, itemClass, cards, places, words, children }: Props) {
  const here = useSyncExternalStore(onHere, hereNow, () => null);
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  if (!here)
    return (
      <>
        <ol className={className}>
          {cards.map(({ slug, isBest, card }) => (
            <li className={isBest ? `${itemClass} best` : itemClass} key={slug} data-slugs={slug}>
              {card}
            </li>
          ))}
        </ol>
        {children}
      </>
    );
  const cardOf = new Map(cards.map(({ slug, card }) => [slug, card]));
  const sorted = places
    .map((place) => ({ ...place, km: kilometresBetween(here, place) }))
    .toSorted((one, other) => one.km - other.km);
  return (
    <>
      <ol className={`${className} by-distance`}>
        {sorted.slice(0, shown).map(({ slug, name, where, region, km }) => (
          <li className={itemClass} key={slug} data-slugs={slug}>
            {cardOf.get(slug) ?? (
              <div className="body">
                <h3>
                  <a href={`/${locale}/spaces/${slug}`}>{name}</a>
                </h3>
                <p className={`where region ${region}`}>{where}</p>
              </div>
            )}
            <p className="away">
              {awayInWords(locale, words, km, { from: here.country, to: countryOf(region) })}
            </p>
          </li>
        ))}
      </ol>
      {shown < sorted.length && (
        <p className="pager">
          <button
            type="button"
            className="button quiet"
            onClick={() => setShown(shown + SHOWN_AT_ONCE)}
          >
            {words.more}
          </button>
        </p>
      )}
    </>
  );
}

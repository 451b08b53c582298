import type { Translate } from "#lib/foundation/i18n/translator.ts";

type Props = {
  booking: {
    spaceName: string;
    roomName: string;
    address: string;
    people: number;
    equipment: { kind: string; quantity: number }[];
  };
  /** How the room is set up, in words; null where it stays as it is. */
  setUp: string | null;
  /** When it is, in words. */
  when: string;
  words: { booking: Translate; spaces: Translate };
};

/** Where, when, how many and with what: the same on every page about a booking. */
export function BookingFacts({ booking, setUp, when, words }: Props) {
  const { spaceName, roomName, address, people, equipment } = booking;
  return (
    <>
      <h2>
        <bdi>{spaceName}</bdi> – <bdi>{roomName}</bdi>
      </h2>
      <p>{address}</p>
      <p>{when}</p>
      <p>{words.booking("check.people", { count: people })}</p>
      {equipment.map(({ kind, quantity }) => (
        <p key={kind}>
          {quantity} × {words.spaces.or(`features.${kind}`, kind)}
        </p>
      ))}
      {setUp && <p>{setUp}</p>}
    </>
  );
}

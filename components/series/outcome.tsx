import type { EventInWords } from "#lib/booking/series/schema.ts";

/** What becomes of one event of a calendar file. */
export function Outcome({ event, inTheWay }: { event: EventInWords; inTheWay: string }) {
  return (
    <li className="card">
      <div>
        <h3>{event.summary}</h3>
        <p>{event.result}</p>
        {event.cut && <p className="fact">{event.cut}</p>}
        {event.reason && <p className="fact">{event.reason}</p>}
        {event.inTheWay.length > 0 && (
          <>
            <p>{inTheWay}</p>
            <ul className="list">
              {event.inTheWay.map((booking) => (
                <li key={booking}>{booking}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </li>
  );
}

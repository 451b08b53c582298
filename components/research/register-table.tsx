import "./register-table.css";

type Row = {
  id: string;
  href: string;
  what: string;
  purpose: string;
  protection: string;
  made: string;
  rows: string;
};

type Props = {
  caption: string;
  columns: Record<"what" | "purpose" | "protection" | "made" | "rows", string>;
  rows: Row[];
};

/**
 * The files that were made. On a phone each stands as a block of its own, its cells under each
 * other.
 */
export function RegisterTable({ caption, columns, rows }: Props) {
  return (
    <table className="register" aria-label={caption}>
      <thead>
        <tr>
          {Object.entries(columns).map(([key, name]) => (
            <th key={key} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, href, what, purpose, protection, made, rows: count }) => (
          <tr key={id}>
            <th scope="row">
              <a href={href}>{what}</a>
            </th>
            <td>
              <bdi>{purpose}</bdi>
            </td>
            <td>{protection}</td>
            <td className="made">{made}</td>
            <td data-column={columns.rows}>{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a module offers to the rest of the house. It has only the parts that it needs. */
export type Module = {
  /** Tables and views that it alone reads and writes; who else needs them asks its queries. */
  tables?: readonly string[];
};

/** Ids that the server knows, by what fields and path parameters call them. */
export type Pools = Readonly<Record<string, readonly string[]>>;

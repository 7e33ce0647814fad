/** Where data come from. */
export interface DataPlace {
  /** Absolute. */
  readonly file: string;
  /** As the report names it. */
  readonly display: string;
}

/** The wordings of one event, as templates (see `templates.ts`). */
export interface Wording {
  readonly say: readonly string[];
  /** Taken from the DETAIL, where one of these fits. */
  readonly detail?: readonly string[];
  /** Taken from the HINT or the CONTEXT, where one of these fits. */
  readonly beside?: readonly string[];
  /** Values that the wording itself states. */
  readonly values?: Readonly<Record<string, string>>;
  /**
   * The value `reason` is a message of somebody else (the upstream, libpq, the system): it is recognised, too. Its event goes
   * into the value `cause`, its values are added, and where it is named here the whole is another event.
   */
  readonly as?: Readonly<Record<string, string>>;
}

/** Events by name; an event with several groups of wordings has a list of them. */
export type Catalogue = Readonly<Record<string, Wording | readonly Wording[]>>;

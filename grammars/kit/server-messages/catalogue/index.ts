import { archiver, kingbase } from './archiver.ts';
import { accessRules, configuration } from './configuration.ts';
import { applications, connections } from './connections.ts';
import { libpq } from './libpq.ts';
import { lifecycle } from './lifecycle.ts';
import { programs } from './programs.ts';
import { recovery } from './recovery.ts';
import { resources } from './resources.ts';
import { slots, standby } from './slots.ts';
import { DERIVED, walreceiver } from './walreceiver.ts';
import { walsender } from './walsender.ts';
import type { Catalogue, Wording } from './wording.ts';

/**
 * Every known wording. What wraps another message stands before it (a walreceiver's `could not connect …: FATAL:  no pg_hba.conf entry`),
 * the specific before the general (`could not open file "pg_wal/…"` before `could not open file "…"`), the system's words last.
 */
const all = {
  ...archiver,
  ...kingbase,
  ...accessRules,
  ...walreceiver,
  ...libpq,
  ...walsender,
  ...recovery,
  ...slots,
  ...standby,
  ...connections,
  ...applications,
  ...resources,
  ...configuration,
  ...lifecycle,
  ...programs,
} as const satisfies Catalogue;

/** The name of what a message reports; the same for both languages, both flavours and all versions. */
export type ServerEvent = keyof typeof all | (typeof DERIVED)[number];

export const serverEvents = (): readonly ServerEvent[] => [...(Object.keys(all) as (keyof typeof all)[]), ...DERIVED];

/** Event and wording, in order of precedence. */
export const wordings = (): readonly (readonly [string, Wording])[] =>
  Object.entries(all as Catalogue).flatMap(([event, wording]) =>
    'say' in wording ? [[event, wording] as const] : wording.map((one) => [event, one] as const),
  );

import { type Recognised, Recogniser } from '../../kit/wording.ts';
import { CONNECT } from '../../kit/wordings/connect.ts';
import { CTL } from '../../kit/wordings/ctl.ts';
import { NETWORK } from '../../kit/wordings/network.ts';
import { SHELL_ERRORS } from '../../kit/wordings/shell-errors.ts';
import { BASEBACKUP, REWIND } from '../../kit/wordings/tools.ts';
import { ANSWERS } from './answers.ts';
import { CLONE_REGISTER } from './clone-register.ts';
import { CONFIGURATION } from './configuration.ts';
import { CONNECTIONS } from './connections.ts';
import { DETAILS } from './details.ts';
import { EVENTS } from './events.ts';
import { KBHA } from './kbha.ts';
import { OLDER } from './older.ts';
import { PROMOTE_FOLLOW } from './promote-follow.ts';
import { REJOIN } from './rejoin.ts';
import { REPMGRD } from './repmgrd.ts';
import { STATUS } from './status.ts';
import { SWITCHOVER } from './switchover.ts';

type EventsOf<C> = Extract<keyof C, string>;

/** Names of repmgr's, repmgrd's and kbha's own messages. */
export type RepmgrOwnEvent =
  | EventsOf<typeof SWITCHOVER>
  | EventsOf<typeof PROMOTE_FOLLOW>
  | EventsOf<typeof REJOIN>
  | EventsOf<typeof CONFIGURATION>
  | EventsOf<typeof STATUS>
  | EventsOf<typeof CLONE_REGISTER>
  | EventsOf<typeof REPMGRD>
  | EventsOf<typeof KBHA>
  | EventsOf<typeof EVENTS>
  | EventsOf<typeof CONNECTIONS>
  | EventsOf<typeof OLDER>;

/** What other programs say under them: libpq, the shell, pg_ctl, pg_rewind, pg_basebackup. */
export type RepmgrReason =
  | EventsOf<typeof ANSWERS>
  | EventsOf<typeof CONNECT>
  | EventsOf<typeof NETWORK>
  | EventsOf<typeof SHELL_ERRORS>
  | EventsOf<typeof CTL>
  | EventsOf<typeof REWIND>
  | EventsOf<typeof BASEBACKUP>;

/** Every `event` that a fact of the repmgr-messages grammar can carry; `values.reason` holds a `RepmgrReason`. */
export type RepmgrEvent = RepmgrOwnEvent | RepmgrReason;

/** More specific themes first: where two wordings match, the first one wins. */
const OWN = [SWITCHOVER, PROMOTE_FOLLOW, REJOIN, STATUS, REPMGRD, KBHA, EVENTS, CLONE_REGISTER, CONFIGURATION, CONNECTIONS, OLDER] as const;
const REASONS = [ANSWERS, REWIND, BASEBACKUP, NETWORK, CONNECT, SHELL_ERRORS, CTL] as const;

// Object.keys gives the keys of exactly these objects, which the union is made of.
export const REPMGR_EVENTS: readonly RepmgrEvent[] = [
  ...new Set([...OWN, ...REASONS].flatMap((catalogue) => Object.keys(catalogue))),
] as RepmgrEvent[];

const own = new Recogniser<RepmgrOwnEvent>('repmgr', OWN);
const reasons = new Recogniser<RepmgrReason>('repmgr reasons', REASONS);
const details = new Recogniser<EventsOf<typeof DETAILS>>('repmgr details', [DETAILS]);

/** The event of one of repmgr's messages, or of another program's text that stands in its place; null for the unknown. */
export function recognise(text: string): Recognised<RepmgrEvent> | null {
  return own.recognise(text) ?? reasons.recognise(text);
}

/** Why: another program's words in a text, a detail, a quoted answer. */
export const reasonIn = (text: string): Recognised<RepmgrReason> | null => reasons.recognise(text);

/** Values that a DETAIL adds. */
export const valuesOfDetail = (text: string): Readonly<Record<string, string>> => details.recognise(text)?.values ?? {};

const REPMGRD_EVENTS: ReadonlySet<string> = new Set(Object.keys(REPMGRD));
const KBHA_EVENTS: ReadonlySet<string> = new Set(Object.keys(KBHA));

/** Which daemon alone prints this. */
export function daemonOf(event: string | null): 'repmgrd' | 'kbha' | null {
  if (event === null) return null;
  if (KBHA_EVENTS.has(event)) return 'kbha';
  return REPMGRD_EVENTS.has(event) ? 'repmgrd' : null;
}

import type { Wordings } from '../../kit/wording.ts';

/** Event records and the notification command. */
export const EVENTS = {
  'event.command-failed': 'unable to execute event notification command',
  'event.command': ['executing notification command for event "{name}"', 'parsed event notification command was'],
  'event.record-failed': 'unable to create event record',
} as const satisfies Wordings;

import type { Wordings } from '../kit/wording.ts';

/** What the kernel and sshd report of a host; systemd's words and the killer of processes are in the server's catalogue, sudo's in the kit. */
export const SYSTEM = {
  'system.disk-failing': [
    'I/O error, dev {device}',
    'Buffer I/O error on dev<ice|> {device}',
    'EXT4-fs error (device {device})',
    'XFS ({device}): metadata I/O error',
    'XFS ({device}): Corruption',
    'critical medium error, dev {device}',
    'Medium Error',
  ],
  'system.remounted-read-only': ['Remounting filesystem read-only', 'Filesystem has been shut down', 'XFS ({device}): log I/O error'],
  'system.nfs-not-responding': ['nfs: server {host} not responding', 'nfs: server {host} OK'],
  'system.task-blocked': ['task {process} blocked for more than {seconds} seconds'],
  'system.link-down': ['{device}: link is not ready', '{device}: Link is Down', 'NIC Link is Down', '{device}: link down'],
  'system.segfault': ['{process}: segfault at', 'traps: {process}', 'general protection fault'],
  'system.time-jump': ['Time has been changed', 'System clock wrong by', 'clock source tsc … unstable'],
  'sshd.bad-modes': ['Authentication refused: bad ownership or modes for <directory|file> {path}'],
  'sshd.refused': [
    'Failed <password|publickey> for {user} from {host} port {port}',
    'Connection closed by authenticating user {user} {host} port {port}',
    'User {user} from {host} not allowed',
  ],
} as const satisfies Wordings;

export type SystemEvent = keyof typeof SYSTEM;

/** A cluster that repmgr does not manage: causes that are about repmgr are not looked for, and no command calls it. */
import type { Cause } from '../causes/cause.ts';
import type { Command, Missing, Remedy } from '../core/finding.ts';
import type { CauseId } from '../core/ids.ts';

/** Of the groups `cluster` and `switchover`, what is about the servers themselves. */
const OF_SERVERS: readonly CauseId[] = [
  'split-brain',
  'node-down',
  'node-unreachable',
  'node-rejecting-connections',
  'license-expired',
  'server-start-failed',
  'primary-missing',
  'metadata-stale',
  'trusted-server-unreachable',
  'disk-check-failed',
  'vip-not-manageable',
  'ssh-not-working',
  'rewind-wal-missing',
  'rewind-prerequisites-missing',
];

export function isAboutServers(cause: Cause): boolean {
  if (cause.id === 'application-name-mismatch') return false;
  return (cause.group !== 'cluster' && cause.group !== 'switchover') || OF_SERVERS.includes(cause.id);
}

const callsRepmgr = (line: string): boolean => /(?:^|[\s/"])repmgrd?(?=["\s]|$)/.test(line.replace(/'[^']*'/g, "''"));
const FRAME = /^(?:\(|set -eu|\)|: "\$\{.*)$/;

/** The command without its lines that call repmgr; null where nothing is left. */
function strip(command: Command): Command | null {
  const lines = command.text.split('\n');
  const kept = lines.filter((line) => !callsRepmgr(line));
  if (kept.length === lines.length) return command;
  if (kept.every((line) => FRAME.test(line))) return null;
  const text = kept.join('\n');
  return { text, placeholders: command.placeholders.filter((one) => text.includes(`$${one.name}`)) };
}

/** What may be left out without harm: looks, and holding repmgrd back, which is not there. */
const DISPENSABLE =
  /\b(?:cluster|node|service|daemon) (?:show|status|check|pause|unpause|event|crosscheck|matrix)\b|\b(?:pkill|pgrep)\b|--list-actions|--version/;

/** A remedy without its calls of repmgr; null where repmgr would have done the work, or where nothing is left that verifies. */
export function remedyWithoutRepmgr(remedy: Remedy): Remedy | null {
  const lost = remedy.steps.flatMap((step) => step.command.text.split('\n').filter(callsRepmgr));
  if (!lost.every((line) => DISPENSABLE.test(line))) return null;
  const steps = remedy.steps.flatMap((step) => {
    const command = strip(step.command);
    return command === null ? [] : [{ ...step, command }];
  });
  return steps.at(-1)?.kind === 'verify' ? { ...remedy, steps } : null;
}

export const asksServer = (missing: Missing): boolean => strip(missing.command) !== null;

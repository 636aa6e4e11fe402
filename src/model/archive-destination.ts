/** Where a server archives to, by the command in force or, where that is not shown, by the one that the server quotes as failed. */
import type { FactOf } from '../core/fact.ts';
import { attemptsOf } from './archive-attempts.ts';
import { type ArchiveCommand, readArchiveCommand } from './archive-command.ts';
import type { Node } from './node.ts';
import { once } from './once.ts';

export interface ArchiveDestination {
  readonly command: ArchiveCommand | null;
  /** A directory of this machine; null for another host, a tool's store, or a script that hides it. */
  readonly directory: string | null;
  /** Listings of that directory, or of those that look like an archive where it is not known. */
  readonly listings: readonly FactOf<'directory'>[];
}

export const archiveDestination = once((node: Node): ArchiveDestination => {
  const setting = node.setting('archive_command');
  const failed = attemptsOf(node).command;
  // What failed is what ran: it outweighs a file, not what the running server says.
  const inForce =
    setting.known && setting.value !== '' && (setting.how === 'running' || failed === null) ? readArchiveCommand(setting.value) : failed;
  const directory = inForce?.directory ?? null;
  const all = node.archiving.archiveListings;
  const own = directory === null ? [] : node.facts.of('directory').filter((fact) => fact.path === directory);
  return { command: inForce, directory, listings: own.length > 0 ? own : all };
});

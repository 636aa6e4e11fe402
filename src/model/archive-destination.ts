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
  /** The repository of a backup tool on this machine, where its own configuration or its log names it and no other host. */
  readonly repository: string | null;
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
  const byTool = inForce === null ? !(setting.known && setting.value !== '') : /^(?:pgbackrest|sys_rman)/.test(inForce.tool ?? '');
  const repository = byTool && toolOption(node, 'repo1-host') === null ? (toolOption(node, 'repo1-path') ?? unwritten(node)) : null;
  return { command: inForce, directory, repository, listings: own.length > 0 ? own : all };
});

/** The repository by the file that a backup tool could not write in it on this machine: `'/repo/archive/STANZA/…'`. */
function unwritten(node: Node): string | null {
  for (const { text } of node.facts.of('message')) {
    if (!/\[0\d\d\]:|\[28\]/.test(text) || /\bremote-\d/.test(text)) continue;
    const found = /'(\/[^\s']+?)\/(?:archive|backup)\/[^\s'/]+\/[^\s']*'/.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

/** A backup tool writes the archive and alone removes from it. */
export const isKeptByTool = (node: Node): boolean => {
  const { command, repository } = archiveDestination(node);
  return repository !== null || /^(?:pgbackrest|sys_rman)/.test(command?.tool ?? '');
};

/** The last word of a backup tool's configuration or log on one of its options. */
export function toolOption(node: Node, name: string): string | null {
  const note = node.facts.of('note').findLast((fact) => fact.topic === 'tool-option' && fact.values['name'] === name);
  return note?.values['value'] ?? null;
}

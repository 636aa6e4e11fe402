/** Whether an archive can help a standby: what the settings of the node that archives say. */
import type { Fact } from '../core/fact.ts';
import { readArchiveCommand } from './archive-command.ts';
import type { Node } from './node.ts';

/** The fact that shows that a node archives nothing: the mode is off, or every way to archive is empty or a no-op; null where it may. */
export function archivesNothing(node: Node | null): Fact | null {
  if (node === null) return null;
  const mode = node.setting('archive_mode');
  if (mode.known && mode.value === 'off') return mode.fact;
  const ways = node.flavour.archivingSettings.map((name) => node.setting(name));
  const stores = ways.some((way) => way.known && way.value !== '' && !readArchiveCommand(way.value).noop);
  const command = node.setting('archive_command');
  return command.known && !stores ? command.fact : null;
}

/** The directory that a node's archive_command writes to, and the tool with a store of its own that it calls. */
export function archiveOf(node: Node | null): { readonly directory: string | null; readonly tool: string | null } {
  const command = node?.setting('archive_command');
  if (command?.known !== true || command.value === '') return { directory: null, tool: null };
  const { directory, tool } = readArchiveCommand(command.value);
  return { directory, tool };
}

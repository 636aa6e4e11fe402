import type { ShellScript, SimpleCommand } from '../../src/core/shell.ts';
import type { CommandContext, Producer } from '../kit/grammar.ts';
import { parseShell } from './index.ts';
import { loginHost, unwrap, type Wrapping } from './wrappers.ts';

export { quoteForShell } from './quote.ts';

/** Programs that only pass on, cut or count what comes in; with nothing in front of them they print files of their own. */
const FILTERS = new Set(
  'grep egrep fgrep zgrep zegrep rg head tail sort awk gawk mawk sed wc tee more less cat tac uniq cut tr column nl rev fold iconv jq'.split(
    ' ',
  ),
);

const NOTHING: Wrapping = { host: null, user: null };

/**
 * What a typed text runs, wrappers taken off: `sudo -iu postgres sh -c "cd /d && ls | wc -l"` gives `cd` and `ls` (through `wc`),
 * both as user postgres. SQL has no producers.
 */
export function commandContext(text: string, shell: 'sh' | 'sql'): CommandContext {
  // psql hands the rest of such a line to a shell
  const handed = shell === 'sql' ? /^\\!\s*(\S.*)$/s.exec(text)?.[1] : undefined;
  if (handed !== undefined) return commandContext(handed, 'sh');
  if (shell === 'sql') return { shell, text, script: null, producers: [] };
  const script = parseShell(text);
  return { shell, text, script, producers: producersOf(script, NOTHING, [], 0) };
}

/** The hosts that a typed text logs in to by ssh, wrappers such as sudo taken off. */
export function loginHosts(text: string): readonly string[] {
  return loginsOf(parseShell(text), 0);
}

function loginsOf(script: ShellScript, depth: number): string[] {
  return script.items.flatMap(({ pipeline }) => pipeline.commands.flatMap((command) => loginsOfCommand(command, depth)));
}

function loginsOfCommand(command: SimpleCommand, depth: number): string[] {
  const host = loginHost(command);
  if (host !== null) return [host];
  const inner = depth < 8 ? unwrap(command) : null;
  if (inner === null) return [];
  return 'script' in inner ? loginsOf(parseShell(inner.script), depth + 1) : loginsOfCommand(inner.command, depth + 1);
}

function producersOf(script: ShellScript, around: Wrapping, filters: readonly SimpleCommand[], depth: number): Producer[] {
  return script.items.flatMap(({ pipeline }) => {
    const { commands } = pipeline;
    // `echo secret | sudo -S repmgr …`: what is printed comes from the last command that is no filter.
    let at = commands.length - 1;
    while (at > 0 && FILTERS.has(commands[at]?.program ?? '')) at--;
    const command = commands[at];
    if (command === undefined) return [];
    return unwrapped(command, around, [...commands.slice(at + 1), ...filters], depth);
  });
}

function unwrapped(command: SimpleCommand, around: Wrapping, filters: readonly SimpleCommand[], depth: number): Producer[] {
  const inner = depth < 8 ? unwrap(command) : null;
  if (inner === null) return [{ command, filters, ...around }];
  const wrapping = { host: inner.host ?? around.host, user: inner.user ?? around.user };
  if ('script' in inner) return producersOf(parseShell(inner.script), wrapping, filters, depth + 1);
  return unwrapped(inner.command, wrapping, filters, depth + 1);
}

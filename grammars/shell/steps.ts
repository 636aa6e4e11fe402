import type { ShellScript, SimpleCommand } from '../../src/core/shell.ts';
import { parseShell } from './index.ts';
import { unwrap } from './wrappers.ts';

/** One command that a text runs, wrappers (`sudo`, `su -c`, `ssh`, `xargs`) taken off. */
export interface Step {
  readonly command: SimpleCommand;
  /** Where it runs, as far as `cd` in the text tells; null where nothing does. */
  readonly cwd: string | null;
  /** The command whose output it gets as operands: `find … | xargs rm`. */
  readonly operandsOf: SimpleCommand | null;
}

const DEPTH = 8;

/** Every command of a script in order. */
export function stepsOf(script: ShellScript, cwd: string | null): Step[] {
  return stepsIn(script, cwd, null, 0);
}

function stepsIn(script: ShellScript, start: string | null, operandsOf: SimpleCommand | null, depth: number): Step[] {
  const steps: Step[] = [];
  let cwd = start;
  for (const { pipeline } of script.items) {
    const first = pipeline.commands[0];
    for (const command of pipeline.commands) {
      if (command.program === 'cd') cwd = joined(cwd, command.args[0] ?? '~');
      const handed = command.program === 'xargs' && first !== undefined && first !== command ? (unwrapped(first) ?? first) : operandsOf;
      steps.push(...ofCommand(command, cwd, handed, depth));
    }
  }
  return steps;
}

function ofCommand(command: SimpleCommand, cwd: string | null, operandsOf: SimpleCommand | null, depth: number): Step[] {
  const inner = depth < DEPTH ? unwrap(command) : null;
  if (inner === null) return [{ command, cwd, operandsOf }];
  // another account or host begins in a directory of its own
  const moved = inner.host !== null || (command.program === 'su' && command.args.some((arg) => arg === '-' || arg === '-l'));
  if ('script' in inner) return stepsIn(parseShell(inner.script), moved ? null : cwd, operandsOf, depth + 1);
  return ofCommand(inner.command, moved ? null : cwd, operandsOf, depth + 1);
}

/** `sudo find …` as `find …`; null for what is no wrapper around one command. */
function unwrapped(command: SimpleCommand): SimpleCommand | null {
  const inner = unwrap(command);
  return inner === null || 'script' in inner ? null : (unwrapped(inner.command) ?? inner.command);
}

function joined(cwd: string | null, path: string): string | null {
  if (/^[/~$]/.test(path)) return path;
  return cwd === null || path === '-' ? null : `${cwd.replace(/\/$/, '')}/${path}`;
}

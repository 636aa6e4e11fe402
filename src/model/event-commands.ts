/** Runs of the event notification command: what was run for which event, what it printed, and whether it failed. */
import type { FactOf } from '../core/fact.ts';
import type { Node } from './node.ts';

export interface EventRun {
  /** `standby_promote`; null where neither the run nor its command line tells. */
  readonly event: string | null;
  /** The command line as it was run. */
  readonly command: string | null;
  /** What it printed. */
  readonly output: string;
  readonly started: FactOf<'message'> | null;
  readonly failed: FactOf<'message'> | null;
}

/** Names of events as repmgr gives them: lower case, with an underscore. */
const EVENT = /\b((?:standby|primary|witness|node|cluster|repmgrd|child_node|daemon)_[a-z_]+)\b/;

/** `command is:` or `parsed event notification command was:`, the command below it, then what it printed. */
function partsOf(fact: FactOf<'message'>): { readonly command: string | null; readonly output: string } {
  const [, first = '', ...rest] = (fact.detail ?? '').split('\n');
  return { command: first.trim() === '' ? null : first.trim(), output: rest.join('\n') };
}

/** The runs on one server, in the order of its log: a failure belongs to the start before it. */
export function eventRunsOf(server: Node): readonly EventRun[] {
  const runs: EventRun[] = [];
  for (const fact of server.messages('event.command', 'event.command-failed')) {
    const { command, output } = partsOf(fact);
    const event = fact.values['name'] ?? EVENT.exec(command ?? '')?.[1] ?? null;
    const open = runs.at(-1);
    if (fact.event === 'event.command' && /executing/.test(fact.text)) runs.push({ event, command, output, started: fact, failed: null });
    else if (fact.event !== 'event.command-failed') continue;
    else if (open?.started != null && open.failed === null && open.started.span.source === fact.span.source)
      runs[runs.length - 1] = { ...open, command: open.command ?? command, failed: fact };
    else runs.push({ event, command, output, started: null, failed: fact });
  }
  return runs;
}

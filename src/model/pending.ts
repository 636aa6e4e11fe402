/** Changes of settings that wait for a restart, by every word that tells. */
import type { FactOf } from '../core/fact.ts';
import type { FactIndex } from './facts.ts';
import { isPending } from './file-errors.ts';
import type { Node } from './node.ts';
import { needsRestart } from './setting-traits.ts';
import { normalValue, type Setting } from './settings.ts';

export interface PendingChange {
  readonly name: string;
  /** What is in force, and what waits, as far as either is shown. */
  readonly from: string | null;
  readonly to: string | null;
  /** `told`: the server says that it waits; `compared`: a file that outweighs the others holds another value than the server uses. */
  readonly how: 'told' | 'compared';
  readonly facts: readonly (FactOf<'setting'> | FactOf<'message'>)[];
  /** The server was started since. */
  readonly over: boolean;
}

/** Written by repmgr and by the server for itself: another value than the one in force is the usual state on a primary. */
const OF_A_STANDBY = ['primary_conninfo', 'primary_slot_name', 'restore_command', 'recovery_target_timeline'];

export function pendingChanges(node: Node, major: number): readonly PendingChange[] {
  const found = new Map<string, PendingChange>();
  for (const change of [...told(node.facts, major), ...compared(node, major)]) if (!found.has(change.name)) found.set(change.name, change);
  return [...found.values()];
}

function told(facts: FactIndex, major: number): PendingChange[] {
  const settings = facts.of('setting').filter((fact) => fact.program === 'server');
  const names = new Set<string>();
  for (const fact of settings) if (fact.pendingRestart === true || isPending(fact, major)) names.add(fact.name);
  const logged = facts.messages('reload.needs-restart');
  for (const fact of logged) if (fact.values['name'] !== undefined) names.add(fact.values['name']);
  return [...names].map((name) => {
    const ofName = settings.filter((fact) => fact.name === name);
    const shown = ofName.filter((fact) => fact.pendingRestart !== null).at(-1);
    const row = ofName.filter((fact) => isPending(fact, major)).at(-1);
    const message = logged.filter((fact) => fact.values['name'] === name).at(-1);
    const last = [shown?.pendingRestart === true ? shown : undefined, row, message].filter((fact) => fact !== undefined);
    return {
      name,
      from: shown?.value ?? null,
      to: row?.value ?? written(ofName),
      how: 'told',
      facts: last,
      over: isOver(facts, last, shown),
    };
  });
}

const written = (facts: readonly FactOf<'setting'>[]): string | null =>
  facts.filter((fact) => fact.via === 'file' || fact.via === 'statement').at(-1)?.value ?? null;

/** The server says later that nothing waits, or was started behind the message in the same log. */
function isOver(facts: FactIndex, last: PendingChange['facts'], shown: FactOf<'setting'> | undefined): boolean {
  if (shown?.pendingRestart === true) return false;
  const latest = last.at(-1);
  if (shown?.pendingRestart === false) return true;
  return facts
    .messages('startup.ready', 'startup.ready-read-only')
    .some((fact) => latest !== undefined && fact.order > latest.order && fact.span.source === latest.span.source);
}

/**
 * A value in the file that ALTER SYSTEM writes, which no other file outweighs, differs from what the server uses: unless the command
 * line sets it, the server has not been started since.
 */
function compared(node: Node, major: number): PendingChange[] {
  const statements = node.facts
    .of('setting')
    .filter(
      (fact) => fact.program === 'server' && (fact.via === 'statement' || (fact.via === 'file' && /auto\.conf$/.test(fact.file ?? ''))),
    );
  return statements.flatMap((fact) => {
    const { name } = fact;
    if (!needsRestart(name, major) || OF_A_STANDBY.includes(name)) return [];
    const setting: Setting = node.setting(name);
    if (!setting.known || setting.how !== 'running' || setting.fact.via === 'log' || setting.fact.via === 'control') return [];
    if (/command line|override/.test(setting.fact.source ?? '') || setting.fact.pendingRestart === false) return [];
    if (setting.fact.span.source === fact.span.source && setting.fact.order < fact.order) return [];
    if (normalValue(setting.fact) === normalValue(fact)) return [];
    return [{ name, from: setting.value, to: fact.value, how: 'compared', facts: [setting.fact, fact], over: false }];
  });
}

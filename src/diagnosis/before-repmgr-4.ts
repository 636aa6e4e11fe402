/** repmgr 2 and 3 rehearse nothing, know no `repmgr node`, and call the primary `master`: remedies as they could be carried out then. */
import type { Command, Finding, Remedy } from '../core/finding.ts';
import type { Cluster } from '../model/cluster.ts';
import { recloneStandby } from '../remedies/reclone-standby.ts';

const CALL = /^(?:[^'"]*[\s/"])?repmgr(?=["\s])/;
/** What came with 4.0, be it to look or to rehearse. */
const LATER = /\snode (?:status|check|service)\b|\s--dry-run(?=\s|$)|\scluster (?:crosscheck|matrix)\b/;
const REJOIN = /\snode rejoin\b/;
const FRAME = /^(?:\(|set -eu|\)|: "\$\{.*)$/;

/** Whether a step calls repmgr or touches its configuration. */
export const isByRepmgr = (remedy: Remedy): boolean => remedy.steps.some(({ command }) => /\brepmgr/.test(command.text));

/** The command with the words of that time, without what was not there yet; null where nothing is left. */
function asThen(command: Command): Command | null {
  const lines = command.text.split('\n');
  const kept = lines.filter((line) => !(CALL.test(line) && LATER.test(line)));
  if (kept.every((line) => FRAME.test(line))) return null;
  const text = kept.map((line) => (CALL.test(line) ? line.replace(/\sprimary (register|unregister)\b/, ' master $1') : line)).join('\n');
  return text === command.text ? command : { text, placeholders: command.placeholders.filter((one) => text.includes(`$${one.name}`)) };
}

function remedyThen(remedy: Remedy): Remedy | null {
  if (remedy.steps.some(({ command }) => REJOIN.test(command.text))) return null;
  const steps = remedy.steps.flatMap((step) => {
    const command = asThen(step.command);
    return command === null ? [] : [{ ...step, command }];
  });
  return steps.at(-1)?.kind === 'verify' ? { ...remedy, steps } : null;
}

/** Where a rejoin was meant, a new clone is the way that was there. */
export function findingThen(finding: Finding, cluster: Cluster): Finding {
  const node = finding.node === null ? null : cluster.node(finding.node);
  const remedies = finding.remedies.flatMap((one) => remedyThen(one) ?? []);
  const lost = finding.remedies.some(({ steps }) => steps.some(({ command }) => REJOIN.test(command.text)));
  const clone = lost && !remedies.some(({ id }) => id === 'reclone-standby') ? remedyThen(recloneStandby(cluster, node, false)) : null;
  const all = clone === null ? remedies : [...remedies, clone];
  const [first, ...others] = all;
  const missing = finding.missing.flatMap((one) => {
    const command = asThen(one.command);
    return command === null ? [] : [{ ...one, command }];
  });
  return {
    ...finding,
    missing,
    remedies: first === undefined ? [] : [all.some(({ recommended }) => recommended) ? first : { ...first, recommended: true }, ...others],
  };
}

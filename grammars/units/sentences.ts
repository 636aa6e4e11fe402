import type { UnitBody } from '../../src/core/fact.ts';
import { guarded } from '../kit/starts.ts';

type Verdict = Omit<UnitBody, 'kind'>;

/** Sentences that say of one unit what it is. */
const WRITTEN: readonly (readonly [RegExp, (match: RegExpExecArray) => Verdict])[] = [
  // systemctl
  [/^Unit (\S+?) could not be found\.?$/, ([, unit = '']) => ({ unit, active: null, sub: null, enabled: 'not-found', detail: null })],
  [
    /^Failed to (\w+) (\S+?): (Unit \S+ (?:not found|not loaded|is masked|has a bad unit file setting)\.?.*)$/,
    ([, , unit = '', detail = '']) => ({ unit, active: null, sub: null, enabled: /masked/.test(detail) ? 'masked' : 'not-found', detail }),
  ],
  [
    /^Job for (\S+) (failed because .*|canceled\.?)$/,
    ([, unit = '', detail = '']) => ({ unit, active: 'failed', sub: null, enabled: null, detail: detail.replace(/\.$/, '') }),
  ],
  // pg_lsclusters' sister: `15/main (port 5432): online,recovery`
  [
    /^(\d+(?:\.\d+)?)\/([\w-]+) \(port (\d+)\): (online|down)(?:,(\S+))?$/,
    ([, version = '', name = '', , state = '', sub]) => ({
      unit: `postgresql@${version}-${name}`,
      active: state === 'online' ? 'active' : 'inactive',
      sub: sub ?? null,
      enabled: null,
      detail: null,
    }),
  ],
  // System V: `postgresql-9.4 (pid  1234) is running...`, `postgresql-9.4 is stopped`, `repmgrd dead but pid file exists`
  [
    /^([\w.@-]+) (?:\(pid +([\d ]+)\) is running\.*|(is stopped|dead but (?:pid file|subsys) (?:exists|locked)|is not running))\.?$/,
    ([, unit = '', pid, state]) => ({
      unit,
      active: pid === undefined ? 'inactive' : 'active',
      sub: null,
      enabled: null,
      detail: state ?? `pid ${pid}`,
    }),
  ],
  // kubectl's row where the heading was left out
  [
    /^([\w.-]+) +(\d+)\/(\d+) +([A-Z]\w+) +(\d+(?: \(.+? ago\))?) +\d+[smhdy]\S*(?: .*)?$/,
    ([, unit = '', up, whole, state = '', restarts]) => ({
      unit,
      active: state === 'Running' && up === whole ? 'active' : /Crash|Error|Evicted|OOM|Terminat/.test(state) ? 'failed' : 'inactive',
      sub: state,
      enabled: null,
      detail: `${up}/${whole} ready, ${restarts} restarts`,
    }),
  ],
  // supervisord: `repmgrd    RUNNING   pid 812, uptime 3 days, 2:11:03`
  [
    /^([\w.:-]+) +(RUNNING|STARTING|STOPPED|STOPPING|BACKOFF|EXITED|FATAL|UNKNOWN)(?: +(.*))?$/,
    ([, unit = '', state = '', detail]) => ({
      unit,
      active: state === 'RUNNING' ? 'active' : /FATAL|BACKOFF|EXITED/.test(state) ? 'failed' : 'inactive',
      sub: state,
      enabled: null,
      detail: detail ?? null,
    }),
  ],
];

const SENTENCES = WRITTEN.map(([pattern, say]) => [guarded(pattern), say] as const);

export function verdictOf(text: string): Verdict | null {
  const line = text.trim();
  for (const [pattern, say] of SENTENCES) {
    const match = pattern.exec(line);
    if (match !== null) return say(match);
  }
  return null;
}

/** What systemctl prints around its statements. */
const HINTS = guarded(
  /^(?:Hint: Some lines were ellipsized|Warning: (?:Journal has been rotated|The unit file|.* changed on disk)|See ["']?systemctl status|See "journalctl|LOAD +=|ACTIVE +=|SUB +=|JOB +=|\d+ (?:loaded )?units? (?:files )?listed|\d+ unit files listed|To show all installed unit files|Pass --all to see|Legend: |Redirecting to \/bin\/systemctl|Created symlink|Removed (?:symlink )?["/]|Synchronizing state of|Executing[: ]|lines \d+-\d+|No resources found|Defaulted container)/,
);

export const isHint = (text: string): boolean => HINTS.test(text.trim());

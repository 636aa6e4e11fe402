import type { CommandContext } from '../kit/grammar.ts';
import { REPMGR_PARAMETERS } from '../kit/repmgr-parameters.ts';
import { SETTING_NAMES } from '../kit/setting-names.ts';

/** Whose configuration a file is: `tool` for files in the same style that set nothing of the server's or repmgr's. */
export type Owner = 'server' | 'repmgr' | 'tool';

const baseName = (path: string): string => path.split(/[/\\]/).at(-1) ?? path;

/** Files that hold `name = value` lines, by their names; null for a name that tells nothing. */
export function ownerOf(path: string): Owner | null {
  // `postgresql_auto_conf.txt`, `repmgr-conf.md`: a file saved under the name of what it holds
  const name = baseName(path)
    .toLowerCase()
    .replace(/[_-](auto|conf)(?=[._-]|$)/g, '.$1');
  if (/hba|ident|pg_service/.test(name)) return null;
  if (/^repmgr[\w.-]*\.(?:conf|bak|sample)/.test(name) || /\/repmgr\/(?:.*\/)?[^/]*\.conf/.test(path)) return 'repmgr';
  if (
    /^(?:postgresql|kingbase|es_rep|recovery)[\w.-]*\.(?:conf|done|sample)/.test(name) ||
    /^(?:postgresql|kingbase)?\.?auto\.conf/.test(name)
  )
    return 'server';
  if (/\/(?:conf\.d|postgresql)\/[^/]*\.conf$/.test(path)) return 'server';
  if (
    /^(?:pgbackrest|sys_rman|sys_backup|barman|pgpool|pgbouncer|hamodule|kingbasecluster|all_nodes_tools|install|sysctl|limits)[\w.-]*\.(?:conf|ini)/.test(
      name,
    )
  )
    return 'tool';
  if (/\/barman\.d\/|\/sysctl\.d\//.test(path)) return 'tool';
  return null;
}

/** Whether a path is worth reading as `name = value` lines where a command prints it. */
export function isConfFile(path: string): boolean {
  const name = baseName(path);
  if (/hba|ident|^(?:sshd?_config|keepalived|haproxy|logrotate)/.test(name)) return false;
  return ownerOf(path) !== null || /\.conf(?:\.[\w~-]+)?$|\.conf\*|conf\.d\/\*?$/.test(path);
}

/** The configuration files that a command prints: operands of `cat`, `grep`, `sed`, `tail` and the like. */
export function filesOf(command: CommandContext | null): string[] {
  return (command?.producers ?? []).flatMap(({ command: one }) => one.args.filter((arg) => !arg.startsWith('-') && isConfFile(arg)));
}

/** A file's name in running text: a heading, the sentence above (`both nodes' repmgr.conf:`). */
export function fileIn(text: string | null): string | null {
  const found =
    /[\w~./${}-]*\b(?:[\w-]+\.auto|auto|postgresql|kingbase|es_rep|repmgr|recovery|pgbackrest|sys_rman|barman|HAmodule)\.conf\b/.exec(
      text ?? '',
    );
  return found?.[0] ?? null;
}

export const isServerSetting = (name: string): boolean => SETTING_NAMES.has(name.toLowerCase());
export const isRepmgrParameter = (name: string): boolean => REPMGR_PARAMETERS.has(name.toLowerCase());
export const isKnown = (name: string): boolean => isServerSetting(name) || isRepmgrParameter(name);

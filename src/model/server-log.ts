/** Where a server writes its log: the collector's directory, the file that pg_ctl was given, Debian's own place. */
import type { Node } from './node.ts';

export type ServerLog =
  | { readonly is: 'directory'; readonly path: string }
  | { readonly is: 'file'; readonly path: string }
  /** The collector is off, so not below the data directory, and nothing tells where. */
  | { readonly is: 'elsewhere' };

/** The file behind `-l` or `--log` of pg_ctl. */
const GIVEN = /\b(?:pg|sys)_ctl\b[^;&|\n]*?\s(?:-l\s*|--log[= ])'?"?(\/[^\s'";&|)]+)/;

/** `/var/lib/postgresql/15/main`, as Debian's pg_createcluster lays it out; a container's `18/docker` writes to its standard error. */
const DEBIAN = /^\/var\/lib\/postgresql\/([\d.]+)\/(?!docker$)([\w.-]+)$/;

/** Null where the bundle tells nothing: then the flavour's directory below the data directory is the best guess. */
export function serverLogOf(node: Node | null): ServerLog | null {
  if (node === null) return null;
  const collector = node.setting('logging_collector');
  const directory = node.setting('log_directory');
  const isOn = collector.known && /^(?:on|true|yes|1)$/i.test(collector.value);
  const below = directory.known && directory.value !== '' ? collected(node, directory.value) : null;
  if (isOn && below !== null) return below;
  const given = isOn ? null : (givenTo(node) ?? debians(node));
  if (given !== null) return { is: 'file', path: given };
  return collector.known && !isOn ? { is: 'elsewhere' } : below;
}

function collected(node: Node, directory: string): ServerLog | null {
  if (directory.startsWith('/')) return { is: 'directory', path: directory };
  return node.dataDir === null ? null : { is: 'directory', path: `${node.dataDir}/${directory}` };
}

function debians(node: Node): string | null {
  const [, version, name] = DEBIAN.exec(node.dataDir ?? '') ?? [];
  return version === undefined ? null : `/var/log/postgresql/postgresql-${version}-${name}.log`;
}

/** By a command that was typed or printed, or by the service commands of repmgr.conf. */
function givenTo(node: Node): string | null {
  for (const name of ['service_start_command', 'service_restart_command']) {
    const setting = node.repmgrSetting(name);
    const found = setting.known ? GIVEN.exec(setting.value)?.[1] : undefined;
    if (found !== undefined) return found;
  }
  return (
    node.facts
      .of('command')
      .flatMap((fact) => GIVEN.exec(fact.text)?.[1] ?? [])
      .at(-1) ?? null
  );
}

/** The program's own collector, run as it is on every node, in every shell that is here, as the server's unprivileged OS user. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describedItems } from '../../src/collect/script.ts';
import { run } from './cluster/host.ts';
import type { Lab } from './cluster/lab.ts';
import { PROGRAM } from './diagnose.ts';
import type { Fault } from './fault.ts';

/** Shells of this machine, each once: `sh` is mostly one of the others. */
export function shells(lab: Lab): string[] {
  const files = new Map<string, string>();
  for (const shell of ['sh', 'dash', 'bash', 'busybox sh']) {
    const { code, output } = lab.run(1, `readlink -f "$(command -v ${shell.split(' ')[0]})"`);
    if (code === 0 && !files.has(output.trim())) files.set(output.trim(), shell);
  }
  return [...files.values()];
}

/** What of it a server answers: only that may be missing where none runs. */
const BY_SERVER = new Set(describedItems().flatMap((item) => (item.needs === 'server' ? [item.file] : [])));

/** A user has no table of cron, a first timeline no history. */
const NOT_EVERYWHERE = new Set(['crontab.txt', 'histories.txt']);

/** One archive for each node, put into the folder; what was not as it should be. */
export function collectByScript(lab: Lab, shell: string, { stopped, gone = [] }: NonNullable<Fault['scripted']>, folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  const script = run('node', [PROGRAM, 'collect']).output;
  return lab.nodes.flatMap((node) => {
    writeFileSync(lab.path(node, 'home/collect.sh'), script);
    const ran = lab.run(
      node,
      // no process tells where the data of a stopped server is: whoever calls it says so
      `mkdir -p ~/out && rm -f ~/out/* && ${shell} ~/collect.sh ${stopped.includes(node) ? `-D ${lab.data} ` : ''}--seconds 60 -o ~/out && ls ~/out; ls -d /tmp/repmgr-doctor.* 2>/dev/null`,
      { seconds: 600 },
    );
    const archive = /^repmgr-doctor-\S+\.tar\.gz$/m.exec(ran.output)?.[0];
    if (archive === undefined) return [`${shell} on node${node}: no archive: ${ran.output.trim()}`];
    copyFileSync(lab.path(node, `home/out/${archive}`), join(folder, archive));
    const manifest = lab.on(node, `tar -xzOf ~/out/${archive} pg-node${node}/manifest.md`);
    const missing = [...manifest.matchAll(/^- (\S+): (?:not taken|exit|cut).*/gm)];
    const wrong = missing.filter(
      ([, file = '']) => !NOT_EVERYWHERE.has(file) && !gone.includes(file) && !(stopped.includes(node) && BY_SERVER.has(file)),
    );
    return [
      ...(manifest.includes(`${lab.dress.base}/log/postgresql.log`) ? [] : [`${shell} on node${node}: the server's log was not found`]),
      ...wrong.map(([line]) => `${shell} on node${node}: ${line}`),
      ...(stopped.includes(node) && missing.length === 0
        ? [`${shell} on node${node}: the manifest does not say that the server is down`]
        : []),
      ...(/^\/tmp\/repmgr-doctor/m.test(ran.output) ? [`${shell} on node${node}: it left a temporary directory behind`] : []),
    ];
  });
}

/** The archive of the primary, brought to another node as a text asks for it: "mounted, or copied there". */
import type { Lab } from './cluster/lab.ts';

export function archiveCopied(lab: Lab, node: number): string {
  const copy = '/media/backup/from-primary';
  const from = `${lab.address(lab.primaries[0] ?? 1)}:${lab.dress.archiveDir}/`;
  lab.run(node, `mkdir -p ${copy} && rsync -a ${from} ${copy}/`);
  return copy;
}

/** Captures of the lab that the project keeps as labelled cases: `npm run lab -- --renew`. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, OF_THE_LAB } from './fault.ts';
import { FOLDER } from './results.ts';

/** Puts the last capture of a fault below samples/cases, with what is true of it. */
export function keepAsSample(name: string, fault: Fault): void {
  const folder = join('samples/cases', `lab-${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(FOLDER, name, 'bundle'), join(folder, 'bundle'), { recursive: true });
  const truth = {
    id: `lab-${name}`,
    expect: fault.expect,
    also_ok: [...(fault.alsoOk ?? []), ...OF_THE_LAB],
    must_not: fault.mustNot ?? [],
    why: fault.why,
  };
  writeFileSync(join(folder, 'truth.json'), `${JSON.stringify(truth, null, 1)}\n`);
}

// Runs commands and measures them: seconds on the clock, seconds of processors, the largest memory.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

const NOTES = join(tmpdir(), `repmgr-doctor-bench-${process.pid}.txt`);
process.on('exit', () => {
  for (const file of [NOTES, `${NOTES}.out`]) rmSync(file, { force: true });
});

/** Runs one command line of sh. Its output goes to a file: grep stops at the first match where it goes to /dev/null. */
export function run(command) {
  const started = process.hrtime.bigint();
  const { status } = spawnSync('/usr/bin/time', ['-o', NOTES, '-f', '%U %S %M', 'sh', '-c', `exec 2>/dev/null >${NOTES}.out; ${command}`], {
    stdio: 'ignore',
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  // grep says 1 where nothing matched; a command that cannot be run says 127
  if (status === null || status > 1) throw new Error(`ended with ${status}: ${command}`);
  const [user, system, kib] = readFileSync(NOTES, 'utf8').trim().split('\n').at(-1).split(' ').map(Number);
  return { seconds, processor: user + system, mib: kib / 1024 };
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Runs two commands in turns, so that whatever else the machine does weighs on both. */
export function compare(ours, theirs, rounds) {
  const runs = [];
  for (let round = 0; round < rounds; round++) runs.push({ theirs: run(theirs), ours: run(ours) });
  const of = (who, what) => median(runs.map((one) => one[who][what]));
  return {
    ours: { seconds: of('ours', 'seconds'), processor: of('ours', 'processor'), mib: Math.max(...runs.map((one) => one.ours.mib)) },
    theirs: { seconds: of('theirs', 'seconds'), processor: of('theirs', 'processor'), mib: Math.max(...runs.map((one) => one.theirs.mib)) },
    /** The median over the rounds, each by itself. */
    ratio: median(runs.map((one) => one.ours.seconds / one.theirs.seconds)),
    processorRatio: median(runs.map((one) => one.ours.processor / one.theirs.processor)),
  };
}

/** Whether a program is there. */
export function has(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

const firstLine = (command) => {
  try {
    return execFileSync('sh', ['-c', `${command} 2>&1 | head -n 1`], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
};

export function machine() {
  const [processor] = cpus();
  return {
    processor: `${processor?.model.trim() ?? 'unknown'}, ${cpus().length} of them`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${firstLine('. /etc/os-release && echo "$PRETTY_NAME"')}, Linux ${release()}`,
    node: process.version,
    awk: firstLine('awk -W version'),
    grep: firstLine('grep --version'),
    pgbadger: firstLine('pgbadger --version'),
    tar: firstLine('tar --version'),
  };
}

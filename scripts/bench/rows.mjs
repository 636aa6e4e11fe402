// The rows of the table: what is done, what else people would use for it, and how large the ratio may be.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { bundle, busyLog, listing, serverLog } from './inputs.mjs';
import { compare, has, run } from './measure.mjs';

const MIB = 1024 * 1024;
const PROGRAM = 'node dist/start.cjs';
const once = (make) => {
  let made;
  return () => {
    made ??= make();
    return made;
  };
};

/**
 * `scale` makes the inputs smaller than the goals say, for a first look. Each row: `work`, `against`, `goal` as text, and `measure`,
 * which gives `ratio` and whether it is `met`, and `told`, a few words.
 */
export function rows(folder, { scale, rounds }) {
  const listingRows = Math.round(1_000_000 * scale);
  const logBytes = Math.round(200 * MIB * scale);
  const input = {
    listing: once(() => listing(join(folder, 'archive_status.txt'), listingRows)),
    log: once(() => serverLog(join(folder, 'postgresql.log'), logBytes)),
    tenth: once(() => serverLog(join(folder, 'tenth.log'), logBytes / 10)),
    large: once(() => serverLog(join(folder, 'large.log'), logBytes * 10)),
    archive: once(() => {
      input.listing();
      input.log();
      execFileSync('tar', ['-C', folder, '-czf', join(folder, 'all.tar.gz'), 'archive_status.txt', 'postgresql.log']);
      return join(folder, 'all.tar.gz');
    }),
    bundles: once(() => {
      const home = join(folder, 'bundles');
      mkdirSync(home);
      for (let number = 0; number < Math.round(1000 * scale); number++) bundle(join(home, `ticket-${number}`), MIB, number);
      return home;
    }),
  };
  const diagnosed = (path) => `${PROGRAM} diagnose ${path}`;
  const mib = (value) => `${Math.round(value)} MiB`;
  const s = (value) => `${value.toFixed(value < 10 ? 2 : 0)} s`;

  /** Goal: at most so many times the rival. */
  const atMost = (limit, measured, more = []) => ({
    ...measured,
    met: measured.ratio <= limit && more.every((one) => one.met),
    told: [`${s(measured.ours.seconds)} to ${s(measured.theirs.seconds)}`, ...more.map((one) => one.told)].join(', '),
  });

  return [
    {
      id: 'start',
      work: 'the story, packed program',
      against: '`node -e 0`',
      goal: 'at most 150 ms more',
      measure: () => {
        const measured = compare(diagnosed('samples/cases/story/bundle.md'), 'node -e 0', rounds * 3);
        const more = (measured.ours.seconds - measured.theirs.seconds) * 1000;
        return { ...measured, met: more <= 150, told: `${Math.round(more)} ms more` };
      },
    },
    {
      id: 'listing',
      work: `a listing of ${listingRows.toLocaleString('en')} \`.ready\` files, whole diagnosis`,
      against: '`awk` counting the same rows into an array by name',
      goal: 'no slower; at most 250 MiB',
      measure: () => {
        const path = input.listing();
        const measured = compare(diagnosed(path), `awk '{ n[$NF]++ } END { print length(n) }' ${path}`, rounds);
        const memory = { met: measured.ours.mib <= 250, told: mib(measured.ours.mib) };
        return atMost(1, measured, [memory]);
      },
    },
    {
      id: 'grep',
      work: `server log of ${Math.round(logBytes / MIB)} MiB, 1 line in 1,000 of interest`,
      against: '`grep -c` for one message',
      goal: 'at most 10 times',
      measure: () => atMost(10, compare(diagnosed(input.log()), `grep -c 'archive command failed' ${input.log()}`, rounds)),
    },
    {
      id: 'pgbadger',
      work: 'the same log',
      against: '`pgbadger`, ten times what a tenth of it takes',
      goal: 'at least 50 times faster',
      skip: has('pgbadger') ? null : 'pgbadger is not installed',
      measure: () => {
        const read = `pgbadger -q -f stderr -p '%m [%p] %q%u@%d ' -o - -x text ${input.tenth()}`;
        const { ours, theirs, ratio, processorRatio } = compare(diagnosed(input.log()), read, 1);
        const whole = { seconds: theirs.seconds * 10, processor: theirs.processor * 10, mib: theirs.mib };
        const measured = { ours, theirs: whole, ratio: ratio / 10, processorRatio: processorRatio / 10 };
        return { ...atMost(1 / 50, measured), times: 1 / measured.ratio };
      },
    },
    {
      id: 'growth',
      work: 'the same, ten times as long',
      against: 'itself',
      goal: 'at most 12 times the time, no more memory',
      measure: () => {
        const measured = compare(diagnosed(input.large()), diagnosed(input.log()), Math.ceil(rounds / 3));
        // what a run takes differs by some MiB from run to run
        const memory = {
          met: measured.ours.mib <= measured.theirs.mib + 16,
          told: `${mib(measured.ours.mib)} to ${mib(measured.theirs.mib)}`,
        };
        return atMost(12, measured, [memory]);
      },
    },
    {
      id: 'archive',
      work: '`.tar.gz` of listing and log',
      against: '`tar -xzOf …` into `wc -l`',
      goal: 'at most 2 times',
      measure: () => atMost(2, compare(diagnosed(input.archive()), `tar -xzOf ${input.archive()} | wc -l`, rounds)),
    },
    {
      id: 'bundles',
      work: `${Math.round(1000 * scale)} bundles of 1 MiB, \`--each\``,
      // one worker alone does not mean one core: V8 compiles and collects on others
      against: 'the same on one core (`taskset`)',
      goal: 'at least 1.7 times faster on two cores',
      skip: cpus().length < 2 ? 'there is one core only' : has('taskset') ? null : 'taskset is not installed',
      measure: () => {
        const each = (cores) => {
          const index = join(folder, `${cores}.jsonl`);
          return `rm -f ${index}; exec taskset -c ${cores} ${PROGRAM} diagnose --each ${input.bundles()} --jsonl ${index}`;
        };
        const measured = compare(each('0,1'), each('0'), Math.min(rounds, 3));
        return { ...atMost(1 / 1.7, measured), times: 1 / measured.ratio };
      },
    },
  ];
}

/** Times at 1×, 3× and 10× of a smaller input. */
export function growth(folder, { scale, rounds }) {
  const steps = [1, 3, 10];
  const series = [
    ['rows of a listing', steps.map((step) => listing(join(folder, `rows-${step}.txt`), Math.round(300_000 * scale * step)))],
    [
      'bytes of the log of a busy server, with many users and programs',
      steps.map((step) => busyLog(join(folder, `busy-${step}.log`), Math.round(60 * MIB * scale * step))),
    ],
    ['bytes of a server log', steps.map((step) => serverLog(join(folder, `bytes-${step}.log`), Math.round(60 * MIB * scale * step)))],
  ];
  return series.map(([what, paths]) => ({
    what,
    runs: paths.map((path) => {
      const all = Array.from({ length: Math.ceil(rounds / 2) }, () => run(`${PROGRAM} diagnose ${path}`));
      return { seconds: Math.min(...all.map((one) => one.seconds)), mib: Math.max(...all.map((one) => one.mib)) };
    }),
  }));
}

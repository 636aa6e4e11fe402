// npm run lab: bundles test/lab and runs it in namespaces of its own (mounts, network, processes): when it ends, however it ends,
// no process and no file of it is left but its results below .lab. Two of them side by side (--lanes N), each with a cluster of its own,
// take the faults one by one. Exit 77: this machine cannot run it, and why.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { bundle } from './bundle.mjs';

const PACKAGES = {
  '/usr/lib/postgresql/15/bin/repmgr': 'postgresql-15-repmgr',
  '/usr/sbin/sshd': 'openssh-server',
  '/usr/share/i18n/locales/zh_CN': 'locales',
  '/bin/ip': 'iproute2',
  '/usr/bin/rsync': 'rsync',
  '/usr/bin/sudo': 'sudo',
};
const LOCALES = [
  ['zh_CN.UTF-8', 'UTF-8'],
  ['zh_CN.GB18030', 'GB18030'],
];
const OWN = ['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];

const skip = (why) => {
  console.log(`lab: skipped: ${why}`);
  process.exit(77);
};
const works = (file, ...args) => spawnSync(file, args, { stdio: 'ignore' }).status === 0;

if (process.getuid?.() !== 0) skip('it needs root');
if (!works('unshare', ...OWN, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt')) skip('this machine does not let it make namespaces');
const missing = Object.entries(PACKAGES).filter(([file]) => !existsSync(file));
if (missing.length > 0) {
  const names = missing.map(([, name]) => name);
  // policy-rc.d: no service is started by the installation
  const install = [
    'policy=/usr/sbin/policy-rc.d',
    'test -e $policy || { printf "#!/bin/sh\\nexit 101\\n" > $policy; chmod 755 $policy; trap "rm -f $policy" EXIT; }',
    `apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ${names.join(' ')}`,
  ].join('\n');
  console.log(`lab: installing ${names.join(' ')}`);
  const ran = spawnSync('timeout', ['200', 'sh', '-c', install], { encoding: 'utf8' });
  if (ran.status !== 0) skip(`these packages are missing and cannot be installed: ${names.join(' ')}`);
}
// in a user namespace one is root and may still not become somebody else
if (!works('runuser', '-u', 'postgres', '--', 'true')) skip('root may not become another user here');
for (const [name, charset] of LOCALES)
  if (!works('sh', '-c', `locale -a | grep -qix '${name.replace('-', '-\\?')}'`)) works('localedef', '-i', 'zh_CN', '-f', charset, name);

// a copy of the program: a build in the meantime changes nothing of what is judged
const folder = `node_modules/.cache/lab.${process.pid}`;
mkdirSync(folder, { recursive: true });
// interrupted, the lanes end with this process; what is done is kept and not done again
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(130);
  });
cpSync('dist', `${folder}/dist`, { recursive: true });
await bundle('test/lab/main.ts', `${folder}/main.mjs`);
mkdirSync(`${folder}/claims`);
const record = 'test/lab/results.json';
if (existsSync(record)) cpSync(record, `${folder}/before.json`);

const words = process.argv.slice(2);
const at = words.indexOf('--lanes');
const [, given] = at < 0 ? [] : words.splice(at, 2);
const named = words.filter((word) => !word.startsWith('--'));
const lanes = Number(given) || (named.length === 1 ? 1 : Math.min(2, availableParallelism()));

const script = 'mount -t tmpfs -o mode=755 tmpfs /mnt && ip link set lo up && exec node "$@"';
const env = { ...process.env, LAB_PROGRAM: `${folder}/dist`, LAB_CLAIMS: `${folder}/claims` };
const tally = { passed: 0, failed: 0 };

/** One lane; what it prints is passed on, but for its tally, which is added up. */
function lane() {
  const call = ['--pdeathsig', 'KILL', 'unshare', ...OWN, 'sh', '-c', script, 'lab', `${folder}/main.mjs`, ...words];
  const running = spawn('setpriv', call, { stdio: ['ignore', 'pipe', 'inherit'], env });
  createInterface({ input: running.stdout }).on('line', (line) => {
    const [, passed, failed] = /^(\d+) passed, (\d+) failed$/.exec(line) ?? [];
    if (passed === undefined) return console.log(line);
    tally.passed += Number(passed);
    tally.failed += Number(failed);
  });
  return new Promise((resolve) => {
    running.on('close', (code) => resolve(code ?? 1));
  });
}

const codes = await Promise.all(Array.from({ length: lanes }, lane));
// what the table says now and said before, apart from dates
const rows = (file) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
const bare = (file) => rows(file).map((line) => line.replace(/,$/, '').replace(/"date":"[^"]*",/, ''));
const [before, now] = [bare(`${folder}/before.json`), bare(record)];
const differing = [
  ...before.filter((line) => !now.includes(line)).map((line) => `- ${line.trim()}`),
  ...now.filter((line) => !before.includes(line)).map((line) => `+ ${line.trim()}`),
];
const same = words.includes('--same');
if (differing.length > 0) console.log(`the table before and now:\n${differing.join('\n')}`);
else if (same) console.log('the same table as before');
rmSync(folder, { recursive: true, force: true });
console.log(`${tally.passed} passed, ${tally.failed} failed`);
const crashed = codes.find((code) => code > 1);
process.exit(crashed ?? (tally.failed > 0 || (same && differing.length > 0) ? 1 : 0));

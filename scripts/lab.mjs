// npm run lab: bundles test/lab and runs it in namespaces of its own (mounts, network, processes): when it ends, however it ends,
// no process and no file of it is left but its results below .lab. Exit 77: this machine cannot run it, and why.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
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

mkdirSync('node_modules/.cache', { recursive: true });
const outfile = `node_modules/.cache/lab.${process.pid}.mjs`;
await bundle('test/lab/main.ts', outfile);
const script = 'mount -t tmpfs -o mode=755 tmpfs /mnt && ip link set lo up && exec node "$@"';
const ran = spawnSync('setpriv', ['--pdeathsig', 'KILL', 'unshare', ...OWN, 'sh', '-c', script, 'lab', outfile, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
rmSync(outfile, { force: true });
process.exit(ran.status ?? 1);

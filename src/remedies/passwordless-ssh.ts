/** Let one node's OS user log in to another host by ssh without a password, as repmgr does it. */
import { hole, lines, repmgr, sh } from '../commands/command.ts';
import type { Command, Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Let {from} reach {host} by ssh without a password', 'zh-CN': '配置 {from} 到 {host} 的 ssh 免密登录' },
  caution: {
    en: 'Whoever holds the private key of the OS user on {from} can log in to {host} as the same user afterwards: use the OS user of the server, never root. Accept a host key only where its fingerprint is the one that the host itself prints.',
    'zh-CN':
      '完成后，持有 {from} 上该操作系统用户私钥的人即可以同一用户登录 {host}：请使用数据库的操作系统用户，不要用 root。只有指纹与该主机自身显示的一致时才接受主机密钥。',
  },
  why: { en: 'Why ssh from {from} to {host} fails', 'zh-CN': '查看 {from} 到 {host} 的 ssh 失败原因' },
  whyExpect: {
    en: '`Permission denied`: the key is missing there, go on. `Host key verification failed`: see the fingerprints first. `Connection refused`, `timed out`, `No route to host`: sshd is down there or a firewall is between; that comes first.',
    'zh-CN':
      '`Permission denied`：对端没有公钥，继续后续步骤。`Host key verification failed`：先核对指纹。`Connection refused`、`timed out`、`No route to host`：对端 sshd 未运行或有防火墙，须先解决。',
  },
  rights: { en: 'Rights of the key files on {node}', 'zh-CN': '检查 {node} 上密钥文件的权限' },
  rightsExpect: {
    en: 'The home directory is writable by its owner only, `.ssh` is `drwx------`, `authorized_keys` is `-rw-------`: with wider rights sshd ignores the key without a word.',
    'zh-CN': '家目录仅属主可写，`.ssh` 为 `drwx------`，`authorized_keys` 为 `-rw-------`：权限过宽时 sshd 会直接忽略公钥。',
  },
  shown: { en: 'The host key as {host} presents it to {from}', 'zh-CN': '从 {from} 查看 {host} 出示的主机密钥指纹' },
  shownExpect: { en: 'A fingerprint `SHA256:…`; keep it for the next step.', 'zh-CN': '显示指纹 `SHA256:…`，供下一步比对。' },
  own: { en: 'The host key as {host} has it', 'zh-CN': '在 {host} 本机查看主机密钥指纹' },
  ownExpect: {
    en: 'The same fingerprint. If it is another one, stop: something else answers under that address.',
    'zh-CN': '指纹与上一步一致。若不一致请停止：该地址上应答的是别的主机。',
  },
  trust: { en: 'Make the host key known on {from}', 'zh-CN': '在 {from} 上登记主机密钥' },
  trustExpect: {
    en: 'A line for the host in `~/.ssh/known_hosts`; an outdated one is gone.',
    'zh-CN': '`~/.ssh/known_hosts` 中有该主机的记录，过期记录已移除。',
  },
  trustUndo: {
    en: '`ssh-keygen -R` with the host takes the new line out; `~/.ssh/known_hosts.old` holds the file from before where an old line was removed.',
    'zh-CN': '用 `ssh-keygen -R` 加主机名移除新记录；若曾移除旧记录，`~/.ssh/known_hosts.old` 为原文件。',
  },
  key: { en: 'A key pair on {from}, made only where there is none', 'zh-CN': '在 {from} 上准备密钥对（没有时才生成）' },
  keyExpect: {
    en: 'One line `ssh-… AAAA… user@host`: the public key for the next step.',
    'zh-CN': '显示一行 `ssh-… AAAA… user@host`，即下一步要用的公钥。',
  },
  keyUndo: {
    en: 'Remove `~/.ssh/id_ed25519` and `~/.ssh/id_ed25519.pub` if they were made just now.',
    'zh-CN': '若刚刚生成，删除 `~/.ssh/id_ed25519` 与 `~/.ssh/id_ed25519.pub`。',
  },
  allow: { en: 'Allow that key on {host}', 'zh-CN': '在 {host} 上授权该公钥' },
  allowExpect: { en: 'The number of lines with that key: 1.', 'zh-CN': '该公钥的行数为 1。' },
  allowUndo: { en: 'Remove that line from `~/.ssh/authorized_keys`.', 'zh-CN': '从 `~/.ssh/authorized_keys` 中删除该行。' },
  works: { en: '{from} gets in without a password, and repmgr agrees', 'zh-CN': '确认 {from} 可免密登录，且 repmgr 检查通过' },
  worksExpect: {
    en: '`reachable`, then a matrix of `*` without `inaccessible via SSH`. Do the same for every pair of nodes: any of them may have to lead a switchover.',
    'zh-CN': '显示 `reachable`，随后矩阵全部为 `*`，且没有 `inaccessible via SSH`。其余每对节点也照此处理：任何一个都可能发起切换。',
  },
  findKey: {
    en: 'The line that the step before printed on {from}.',
    'zh-CN': '上一步在 {from} 上显示的那一行。',
  },
  findHost: {
    en: 'the host of the other node, as in its registered conninfo',
    'zh-CN': '对端节点的主机名或地址，即其注册的 conninfo 中的 host',
  },
}));

export interface Ends {
  readonly from: Node | null;
  readonly to: Node | null;
  /** As repmgr calls it: the host of the registered conninfo. */
  readonly host: string | null;
  /** Given with `-R`. */
  readonly user: string | null;
}

/** Options of ssh as that node's repmgr configuration gives them, without `-q`, which hides the reason. */
function optionsOf(from: Node | null): readonly string[] {
  const setting = from?.repmgrSetting('ssh_options');
  return setting?.known === true ? setting.value.split(/\s+/).filter((word) => word !== '' && word !== '-q') : [];
}

/** `ssh` as repmgr calls it from that node. */
export function sshTo(ends: Ends): Command {
  const words = optionsOf(ends.from);
  const given = words.reduce((command, word) => sh`${command} ${word}`, sh`ssh -o BatchMode=yes`);
  const timeout = words.some((word) => word.startsWith('ConnectTimeout')) ? sh`` : sh` -o ConnectTimeout=10`;
  return sh`${given}${timeout} ${destination(ends)}`;
}

const hostOf = (ends: Ends) => ends.host ?? hole('OTHER_HOST', 'the host of the other node', said.findHost());

function destination(ends: Ends): Command {
  const host = hostOf(ends);
  if (ends.user === null || ends.user === '') return sh`${host}`;
  return typeof host === 'string' ? sh`${`${ends.user}@${host}`}` : sh`${`${ends.user}@`}${host}`;
}

export function passwordlessSsh(cluster: Cluster, ends: Ends): Remedy {
  const from = { cluster, node: ends.from };
  const to = { cluster, node: ends.to, host: ends.host };
  const host = hostOf(ends);
  const names = { from: ends.from?.label ?? '?', host: ends.host ?? ends.to?.label ?? 'the other nodes' };
  const key = hole('PUBLIC_KEY', 'the public key printed in the step before', said.findKey({ from: names.from }));
  const words = optionsOf(ends.from);
  const port = words[words.indexOf('-p') + 1];
  const special = words.includes('-p') && port !== undefined;
  const scan = special ? sh`ssh-keyscan -T 5 -t ed25519 -p ${port} ${host}` : sh`ssh-keyscan -T 5 -t ed25519 ${host}`;
  const entry = special ? sh`"["${host}"]:"${port}` : sh`${host}`;
  const rights = lines(sh`ls -ld ~ ~/.ssh`, sh`ls -l ~/.ssh`);
  return remedy({
    id: 'passwordless-ssh',
    title: said.title(names),
    caution: said.caution(names),
    steps: [
      check(from, { title: said.why(names), command: sh`${sshTo(ends)} true`, expect: said.whyExpect() }),
      check(to, { title: said.rights({ node: names.host }), command: rights, expect: said.rightsExpect() }),
      check(from, {
        title: said.shown(names),
        command: sh`${scan} | ssh-keygen -l -f -`,
        expect: said.shownExpect(),
      }),
      check(to, {
        title: said.own(names),
        command: sh`ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub`,
        expect: said.ownExpect(),
      }),
      change(from, 'reload', {
        title: said.trust({ from: names.from }),
        command: lines(
          sh`mkdir -p -m 700 ~/.ssh && touch ~/.ssh/known_hosts`,
          sh`ssh-keygen -R ${entry} || true`,
          sh`${scan} >> ~/.ssh/known_hosts`,
          sh`ssh-keygen -l -F ${entry}`,
        ),
        expect: said.trustExpect(),
        undo: said.trustUndo(),
      }),
      change(from, 'reload', {
        title: said.key({ from: names.from }),
        command: lines(
          sh`test -f ~/.ssh/id_ed25519 || ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519`,
          sh`ssh-keygen -y -P '' -f ~/.ssh/id_ed25519`,
        ),
        expect: said.keyExpect(),
        undo: said.keyUndo(),
      }),
      change(to, 'reload', {
        title: said.allow({ host: names.host }),
        command: lines(
          sh`mkdir -p -m 700 ~/.ssh && touch ~/.ssh/authorized_keys && chmod 600 ~/.ssh/authorized_keys`,
          sh`grep -qxF ${key} ~/.ssh/authorized_keys || printf '%s\\n' ${key} >> ~/.ssh/authorized_keys`,
          sh`grep -cxF ${key} ~/.ssh/authorized_keys`,
        ),
        expect: said.allowExpect(),
        undo: said.allowUndo(),
      }),
    ],
    closing: verify(from, {
      title: said.works({ from: names.from }),
      command: lines(sh`${sshTo(ends)} true && echo reachable`, repmgr(cluster, ends.from, 'cluster', 'matrix')),
      expect: said.worksExpect(),
    }),
  });
}

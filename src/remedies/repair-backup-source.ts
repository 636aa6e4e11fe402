/** See what is wrong with the backup server, and take a backup that a clone can use. */
import { hole, lines, raw, repmgr, sh } from '../commands/command.ts';
import type { Command, Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { setParameter } from './repmgr-conf.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Bring the backup server back to work and take a backup', 'zh-CN': '修复备份服务器并重新做一次备份' },
  caution: {
    en: 'A backup reads the whole primary. Where `barman check` complains about WAL archiving, that comes first: without WAL no backup becomes complete.',
    'zh-CN': '备份会读取整个主机数据。若 `barman check` 提示 WAL 归档有问题，须先解决：没有 WAL 备份无法完成。',
  },
  check: { en: 'Whether the backup server is well', 'zh-CN': '检查备份服务器状态' },
  checkExpect: {
    en: 'Every line `OK`. An error of ssh: the login to the backup host comes first. `FAILED` lines say what is wrong.',
    'zh-CN': '每行均为 `OK`。若为 ssh 报错，先解决到备份主机的登录；`FAILED` 的行说明问题所在。',
  },
  list: { en: 'What it holds', 'zh-CN': '查看已有备份' },
  listExpect: {
    en: 'At least one backup that is neither FAILED nor waiting for WAL.',
    'zh-CN': '至少有一个备份既非 FAILED 也不在等待 WAL。',
  },
  backup: { en: 'Take a backup', 'zh-CN': '做一次备份' },
  backupExpect: { en: '`Backup completed`', 'zh-CN': '`Backup completed`' },
  backupUndo: { en: '`barman delete` of exactly that backup.', 'zh-CN': '用 `barman delete` 删除该次备份。' },
  ready: { en: 'repmgr finds the backup', 'zh-CN': '确认 repmgr 能找到备份' },
  readyExpect: {
    en: '`valid backup for server … found in the Barman catalogue`',
    'zh-CN': '`valid backup for server … found in the Barman catalogue`',
  },
  login: { en: 'Let repmgr log in as Barman’s own user', 'zh-CN': '让 repmgr 以 Barman 自己的用户登录' },
  loginCaution: {
    en: '`barman_host` without a user means the OS user of {node} on the backup host, whom nobody lets in there, or who sees no backups. Barman’s user is `barman` unless it was installed otherwise. Where `barman_host` is meant as an alias of `~/.ssh/config`, put the user there instead.',
    'zh-CN':
      '`barman_host` 未写用户时，会以 {node} 的操作系统用户登录备份主机：该用户无法登录，或看不到备份。除非另行安装，Barman 的用户为 `barman`。若 `barman_host` 是 `~/.ssh/config` 中的别名，则在那里写明用户。',
  },
  asBarman: { en: 'Whether {login} is let in by key, and holds a backup', 'zh-CN': '确认 {login} 可凭密钥登录且持有备份' },
  asBarmanExpect: {
    en: 'A list of backups. `Permission denied`: the public key of this OS user (`~/.ssh/id_*.pub`) goes into `~barman/.ssh/authorized_keys` on the backup host first.',
    'zh-CN':
      '列出备份。若为 `Permission denied`：先将该操作系统用户的公钥（`~/.ssh/id_*.pub`）加入备份主机 `~barman/.ssh/authorized_keys`。',
  },
  findLogin: {
    en: 'the `barman_host` of repmgr.conf on that node, for example `barman@backup-host`',
    'zh-CN': '该节点 repmgr.conf 中的 `barman_host`，例如 `barman@backup-host`',
  },
  findName: {
    en: 'the `barman_server` of repmgr.conf on that node; `barman list-servers` shows the names',
    'zh-CN': '该节点 repmgr.conf 中的 `barman_server`；`barman list-servers` 可列出名称',
  },
}));

export interface BackupServer {
  /** `user@host` or an alias, as repmgr logs in. */
  readonly login: string | null;
  /** The server's name in Barman's configuration. */
  readonly name: string | null;
}

/** `ssh -o BatchMode=yes barman@vault barman check main`; `action` is our own. */
export function barmanCommand(_cluster: Cluster, server: BackupServer, action: string): Command {
  const login = server.login ?? hole('BARMAN_LOGIN', 'the login of the backup host', said.findLogin());
  const name = server.name ?? hole('BARMAN_SERVER', 'the name of the server in Barman', said.findName());
  return sh`ssh -o BatchMode=yes -o ConnectTimeout=10 ${login} barman ${raw(action)} ${name}`;
}

/** The login names no user, and ssh asked for a password. */
export function logInAsBarman(cluster: Cluster, node: Node | null, server: BackupServer): Remedy {
  const login = `barman@${server.login ?? ''}`;
  const as = { ...server, login };
  return remedy({
    id: 'log-in-as-barman',
    title: said.login(),
    caution: said.loginCaution({ node: node?.label ?? 'this node' }),
    steps: [
      check(
        { cluster, node },
        { title: said.asBarman({ login }), command: barmanCommand(cluster, as, 'list-backups'), expect: said.asBarmanExpect() },
      ),
      setParameter(cluster, node, 'barman_host', login),
    ],
    closing: verify(
      { cluster, node },
      {
        title: said.ready(),
        command: repmgr(cluster, node, 'standby', 'clone', '--dry-run', '--force'),
        expect: said.readyExpect(),
      },
    ),
  });
}

export function repairBackupSource(cluster: Cluster, node: Node | null, server: BackupServer, recommended = true): Remedy {
  const on = { cluster, node };
  return remedy({
    id: 'repair-backup-source',
    title: said.title(),
    recommended,
    caution: said.caution(),
    steps: [
      check(on, { title: said.check(), command: barmanCommand(cluster, server, 'check'), expect: said.checkExpect() }),
      check(on, { title: said.list(), command: barmanCommand(cluster, server, 'list-backups'), expect: said.listExpect() }),
      change(on, 'reload', {
        title: said.backup(),
        command: barmanCommand(cluster, server, 'backup --wait'),
        expect: said.backupExpect(),
        undo: said.backupUndo(),
      }),
    ],
    closing: verify(on, {
      title: said.ready(),
      command: lines(barmanCommand(cluster, server, 'list-backups'), repmgr(cluster, node, 'standby', 'clone', '--dry-run', '--force')),
      expect: said.readyExpect(),
    }),
  });
}

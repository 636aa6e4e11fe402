/** repmgr connects to the database that holds its records: name that one, or create the extension by registering the primary. */
import { extensionQuery } from '../collect/commands.ts';
import { connectionString, hole, lines, program, query, raw, repmgr, repmgrConfOf, sh } from '../commands/command.ts';
import type { Command, Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { reloadRepmgrd } from './repmgr-conf.ts';
import { change, check, remedy, verify, where } from './steps.ts';

const said = texts(() => ({
  name: { en: 'Name the database that holds the records of repmgr', 'zh-CN': '指定保存 repmgr 元数据的数据库' },
  nameCaution: {
    en: 'It is the `dbname` of the conninfo of every registered node. The options `-d` of repmgr and the `conninfo` in repmgr.conf must agree with it.',
    'zh-CN': '即各已登记节点 conninfo 中的 `dbname`。repmgr 的 `-d` 选项与 repmgr.conf 中的 `conninfo` 必须与之一致。',
  },
  look: { en: 'Whether the extension is in the database of the conninfo', 'zh-CN': '查看 conninfo 所指数据库中是否有该扩展' },
  lookExpect: {
    en: 'The database, the version installed there, the version of the package. No installed version: it is another database, or none has it. No available version: the package is missing.',
    'zh-CN': '显示数据库名、已安装的版本、软件包提供的版本。没有已安装版本：不是该数据库，或都未安装。没有可用版本：缺少软件包。',
  },
  databases: { en: 'Which databases have the extension', 'zh-CN': '查看哪些数据库装有该扩展' },
  databasesExpect: {
    en: 'One line: the database that holds the records, and the version. No line: none has it, see the other remedy. Two lines: the one with the registered nodes is meant.',
    'zh-CN': '一行：保存元数据的数据库及版本。没有输出：均未安装，见另一方案。两行：以包含已登记节点的为准。',
  },
  change: { en: 'Name that database in the repmgr configuration of {node}', 'zh-CN': '在 {node} 的 repmgr 配置中指定该数据库' },
  changeExpect: { en: 'The `conninfo` line with the new `dbname`.', 'zh-CN': '显示 `conninfo` 行，`dbname` 为新值。' },
  changeUndo: { en: 'Copy `~/repmgr.conf.before` over the file.', 'zh-CN': '用 `~/repmgr.conf.before` 覆盖该文件。' },
  findDatabase: { en: 'the database that the step before has printed', 'zh-CN': '上一步显示的数据库' },
  rehearse: { en: 'repmgr finds its records there', 'zh-CN': '确认 repmgr 能在其中找到元数据' },
  rehearseExpect: { en: 'The registered nodes.', 'zh-CN': '列出已登记的节点。' },
  install: { en: 'Register the primary, which creates the extension', 'zh-CN': '登记主机以创建扩展' },
  installCaution: {
    en: 'Only where no database of this cluster has the extension. It needs a superuser (`-S`), once. Standbys get it by replication and are registered after that.',
    'zh-CN': '仅当集群中没有任何数据库装有该扩展时使用。需要一次超级用户权限（`-S`）。备机通过复制获得，随后再登记。',
  },
  package: {
    en: 'The package of repmgr for this version of the server has to be installed first, on every node, in the same version.',
    'zh-CN': '须先在每个节点安装与服务器版本对应的 repmgr 软件包，且版本一致。',
  },
  register: { en: 'Register {node} as the primary', 'zh-CN': '将 {node} 登记为主机' },
  registerExpect: {
    en: '`"repmgr" extension successfully installed`, then `primary node record … registered`.',
    'zh-CN': '`"repmgr" extension successfully installed`，随后 `primary node record … registered`。',
  },
  registerUndo: {
    en: '`repmgr primary unregister`; the extension stays, which does no harm.',
    'zh-CN': '`repmgr primary unregister`；扩展会保留，没有影响。',
  },
}));

/** Each database is asked by a connection of its own; of two names in a connection string the last one counts. */
function databasesWithIt(cluster: Cluster, node: Node | null): Command {
  const { catalog } = cluster.flavour;
  const psql = sh`${program(node, cluster, 'psql')} -XAtqw -d ${connectionString(node)}`;
  const all = `select datname from ${catalog}database where datallowconn and not datistemplate`;
  const one = `select current_database(), extversion from ${catalog}extension where extname = 'repmgr'`;
  return sh`${psql} -c ${all} | xargs -I DBNAME ${psql}${raw(`" dbname='DBNAME'"`)} -c ${one}`;
}

/** The `dbname` of the conninfo in the node's own configuration, where that is what names the wrong one; a password beside it stays as it is. */
function renameDatabase(cluster: Cluster, node: Node, right: string | null): Step[] {
  const conf = repmgrConfOf(cluster, node);
  const plain =
    right !== null && /^\w+$/.test(right) ? right : hole('DATABASE', 'the database that holds the records', said.findDatabase());
  const substitution = raw(String.raw`"/^[[:space:]]*conninfo[[:space:]]*=/s/(dbname[[:space:]]*=[[:space:]]*)[^[:space:]']+/\1$db/"`);
  return [
    change({ cluster, node }, 'reload', {
      title: said.change({ node: node.label }),
      command: lines(
        sh`db=${plain}`,
        sh`case "$db" in *[!A-Za-z0-9_]*) echo 'DATABASE: letters, digits and underscores' >&2; exit 1;; esac`,
        sh`umask 077`,
        sh`cp ${conf} ~/repmgr.conf.before`,
        sh`sed -E ${substitution} ~/repmgr.conf.before > ${conf}`,
        sh`grep -E ${'^[[:space:]]*conninfo[[:space:]]*='} ${conf} | sed -E ${"s/(password[[:space:]]*=[[:space:]]*)[^[:space:]']+/\\1***/"}`,
      ),
      expect: said.changeExpect(),
      undo: said.changeUndo(),
    }),
    reloadRepmgrd(cluster, node),
  ];
}

/** `misnamed`: the node's own configuration names a database without the records; `right` is the one that others name, where the bundle tells. */
export function nameDatabase(cluster: Cluster, node: Node | null, misnamed = false, right: string | null = null): Remedy {
  const on = { cluster, node };
  const target = node ?? cluster.primary ?? cluster.members[0] ?? null;
  return remedy({
    id: 'name-database',
    title: said.name(),
    caution: said.nameCaution(),
    steps: [
      check(on, { title: said.look(), command: query(cluster, target, extensionQuery(cluster)), expect: said.lookExpect() }),
      check(on, {
        title: said.databases(),
        command: databasesWithIt(cluster, target),
        expect: said.databasesExpect(),
      }),
      ...(misnamed && target !== null ? renameDatabase(cluster, target, right) : []),
    ],
    closing: verify(on, {
      title: said.rehearse(),
      command: misnamed
        ? repmgr(cluster, target, 'cluster', 'show')
        : sh`${program(node, cluster, 'psql')} -XAtqw -d ${connectionString(target)} -c ${'select node_id, node_name, type, active, conninfo from repmgr.nodes order by 1'}`,
      expect: said.rehearseExpect(),
    }),
  });
}

export function installExtension(cluster: Cluster, node: Node | null, packageFirst: boolean): Remedy {
  const primary = cluster.primary ?? node;
  const on = { cluster, node: primary, where: where.primary() };
  return remedy({
    id: 'install-extension',
    title: said.install(),
    recommended: packageFirst,
    caution: packageFirst ? said.package() : said.installCaution(),
    steps: [
      check(on, { title: said.look(), command: query(cluster, primary, extensionQuery(cluster)), expect: said.lookExpect() }),
      change(on, 'reload', {
        title: said.register({ node: primary?.label ?? 'the primary' }),
        command: repmgr(cluster, primary, 'primary', 'register', '-S', cluster.flavour.defaults.superuser),
        expect: said.registerExpect(),
        undo: said.registerUndo(),
      }),
    ],
    closing: verify(on, { title: said.rehearse(), command: repmgr(cluster, primary, 'cluster', 'show'), expect: said.rehearseExpect() }),
  });
}

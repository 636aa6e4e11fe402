/** repmgr connects to the database that holds its records: name that one, or create the extension by registering the primary. */
import { extensionQuery } from '../collect/commands.ts';
import { connectionString, program, query, repmgr, sh } from '../commands/command.ts';
import type { Remedy } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts({
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
  databases: { en: 'Which databases there are', 'zh-CN': '查看有哪些数据库' },
  databasesExpect: {
    en: 'Try the first step with the others, `repmgr` or `esrep` first.',
    'zh-CN': '对其他数据库重复第一步，先试 `repmgr` 或 `esrep`。',
  },
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
});

export function nameDatabase(cluster: Cluster, node: Node | null): Remedy {
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
        command: query(cluster, target, `select datname from ${cluster.flavour.catalog}database where datallowconn and not datistemplate`),
        expect: said.databasesExpect(),
      }),
    ],
    closing: verify(on, {
      title: said.rehearse(),
      command: sh`${program(node, cluster, 'psql')} -XAtqw -d ${connectionString(target)} -c ${'select node_id, node_name, type, active, conninfo from repmgr.nodes order by 1'}`,
      expect: said.rehearseExpect(),
    }),
  });
}

export function installExtension(cluster: Cluster, node: Node | null, packageFirst: boolean): Remedy {
  const primary = cluster.primary ?? node;
  const on = { cluster, node: primary };
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

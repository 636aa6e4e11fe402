/** Change one parameter of a node's repmgr configuration without an editor, with a copy to go back to. */
import { type Hole, lines, repmgrConfOf, sh } from '../commands/command.ts';
import type { Step } from '../core/finding.ts';
import { type Message, texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { change, check, verify } from './steps.ts';

const said = texts(() => ({
  look: { en: 'What the repmgr configuration of {node} says now', 'zh-CN': '查看 {node} 的 repmgr 配置现值' },
  lookCluster: { en: 'What the configuration of the cluster on {node} says now', 'zh-CN': '查看 {node} 的集群配置现值' },
  setClusterExpect: {
    en: 'The new line or lines, each name once. The scripts read the file at their next run.',
    'zh-CN': '显示新的配置行，每个参数只有一行。集群脚本下次运行时生效。',
  },
  lookExpect: {
    en: 'The file and whom it belongs to, and the present line, if there is one. Where it belongs to root, run the change as root.',
    'zh-CN': '显示文件及其属主，以及现有的配置行（如果有）。若属主为 root，则以 root 执行修改。',
  },
  set: { en: 'Set `{name}` on {node}', 'zh-CN': '在 {node} 上设置 `{name}`' },
  setExpect: {
    en: 'The new line or lines, each name once. It holds for the next call of repmgr; repmgrd takes it at its next reload.',
    'zh-CN': '显示新的配置行，每个参数只有一行。下次执行 repmgr 时生效；repmgrd 在下次重新加载后生效。',
  },
  setUndo: {
    en: 'Copy `~/repmgr.conf.before` over the file.',
    'zh-CN': '用 `~/repmgr.conf.before` 覆盖该文件。',
  },
  remove: { en: 'Take `{name}` out on {node}', 'zh-CN': '在 {node} 上去掉 `{name}`' },
  removeExpect: { en: '`not set`', 'zh-CN': '显示 `not set`' },
  reload: { en: 'Let repmgrd on {node} read its configuration again', 'zh-CN': '让 {node} 上的 repmgrd 重新读取配置' },
  reloadExpect: {
    en: 'No output; repmgrd logs that it has reloaded its configuration. Exit status 1 means that no repmgrd runs here.',
    'zh-CN': '无输出；repmgrd 日志中记录已重新加载配置。退出码为 1 表示此处没有运行 repmgrd。',
  },
  reloadUndo: { en: 'Put the old line back and reload again.', 'zh-CN': '恢复旧的配置行并再次重新加载。' },
  now: { en: 'The configuration of {node} as repmgr reads it', 'zh-CN': '确认 {node} 的 repmgr 配置' },
  nowExpect: { en: 'The new value of `{name}`.', 'zh-CN': '显示 `{name}` 的新值。' },
}));

/** A line of that name, commented ones left out; names are our own. */
const lineOf = (name: string): string => `^[[:space:]]*${name}[[:space:]]*=`;

/** By the names that the cluster's own configuration has for them. */
function namesIn(cluster: Cluster, names: readonly string[]): readonly string[] {
  const { clusterConf } = cluster.flavour;
  return clusterConf === null ? names : names.flatMap((name) => clusterConf.names[name] ?? []);
}

/** Look at parameters, and at whom the file belongs to. */
export function seeParameter(cluster: Cluster, node: Node | null, ...known: readonly string[]): Step {
  const names = namesIn(cluster, known);
  const conf = repmgrConfOf(cluster, node);
  return check(
    { cluster, node },
    {
      title: (cluster.flavour.clusterConf === null ? said.look : said.lookCluster)({ node: node?.label ?? 'this node' }),
      command: lines(
        sh`ls -l ${conf}`,
        sh`grep -nE ${lineOf(names.length === 1 ? (names[0] ?? '') : `(${names.join('|')})`)} ${conf} || echo 'not set'`,
      ),
      expect: said.lookExpect(),
    },
  );
}

/** What shall stand in the configuration, unquoted, by name; names are our own. */
export type Parameters = Readonly<Record<string, string | Hole>>;

/** Sets parameters: every line of these names goes, the new ones are added at the end, the file keeps its owner and rights. */
export function setParameters(cluster: Cluster, node: Node | null, parameters: Parameters, expect?: Message): Step {
  const conf = repmgrConfOf(cluster, node);
  const entries = Object.entries(parameters).flatMap(([name, value]) => namesIn(cluster, [name]).map((own) => [own, value] as const));
  const names = entries.map(([name]) => name);
  const line = lineOf(names.length === 1 ? (names[0] ?? '') : `(${names.join('|')})`);
  const printed = entries.map(([name, value]) => {
    const word = typeof value === 'string' ? value.replace(/'/g, "''") : value;
    return sh`printf "%s='%s'\\n" ${name} ${word};`;
  });
  const all = printed.reduce((command, one) => sh`${command} ${one}`);
  return change({ cluster, node }, 'reload', {
    title: said.set({ name: names.join(', '), node: node?.label ?? 'this node' }),
    command: lines(
      sh`umask 077`,
      sh`cp ${conf} ~/repmgr.conf.before`,
      sh`{ grep -vE ${line} ~/repmgr.conf.before; ${all} } > ${conf}`,
      sh`grep -nE ${line} ${conf}`,
    ),
    expect: expect ?? (cluster.flavour.clusterConf === null ? said.setExpect() : said.setClusterExpect()),
    undo: said.setUndo(),
  });
}

export const setParameter = (cluster: Cluster, node: Node | null, name: string, value: string | Hole, expect?: Message): Step =>
  setParameters(cluster, node, { [name]: value }, expect);

/** Takes a parameter out, so that repmgr's default holds. */
export function removeParameter(cluster: Cluster, node: Node | null, name: string): Step {
  const conf = repmgrConfOf(cluster, node);
  return change({ cluster, node }, 'reload', {
    title: said.remove({ name, node: node?.label ?? 'this node' }),
    command: lines(
      sh`umask 077`,
      sh`cp ${conf} ~/repmgr.conf.before`,
      sh`grep -vE ${lineOf(name)} ~/repmgr.conf.before > ${conf}`,
      sh`grep -nE ${lineOf(name)} ${conf} || echo 'not set'`,
    ),
    expect: said.removeExpect(),
    undo: said.setUndo(),
  });
}

/** repmgrd keeps promote_command and its like until it reloads. */
export function reloadRepmgrd(cluster: Cluster, node: Node | null): Step {
  return change({ cluster, node }, 'reload', {
    title: said.reload({ node: node?.label ?? 'this node' }),
    command: sh`pkill -HUP -x repmgrd`,
    expect: said.reloadExpect(),
    undo: said.reloadUndo(),
  });
}

export function parameterNow(cluster: Cluster, node: Node | null, name: string): Step {
  return verify(
    { cluster, node },
    {
      title: said.now({ node: node?.label ?? 'this node' }),
      command: sh`grep -nE ${lineOf(name)} ${repmgrConfOf(cluster, node)}`,
      expect: said.nowExpect({ name }),
    },
  );
}

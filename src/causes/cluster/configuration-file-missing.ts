import { collect } from '../../collect/commands.ts';
import type { FactOf } from '../../core/fact.ts';
import type { Verdict } from '../../core/finding.ts';
import { type Message, text, texts } from '../../core/text.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import { messagesOf, strangersIn, workedAfter, workedOn } from '../../model/repmgr-calls.ts';
import { serviceFaultsOf } from '../../model/service-faults.ts';
import {
  findRepmgrConf,
  openRepmgrConf,
  registerRepmgrConf,
  restoreRepmgrConf,
  writeRepmgrConf,
} from '../../remedies/provide-repmgr-conf.ts';
import { type Correction, repairRepmgrConf } from '../../remedies/repair-repmgr-conf.ts';
import { absent, defineCause, evidence, notApplicable, perServer, present, serverOf, type Told } from '../cause.ts';

const said = texts(() => ({
  unnamed: {
    en: 'A call of repmgr on {node} finds no configuration file: none was named with `-f`, and none lies where repmgr looks by itself.',
    'zh-CN': '{node} 上的 repmgr 调用找不到配置文件：未用 `-f` 指定，默认位置也没有。',
  },
  absent: {
    en: 'The repmgr configuration file `{path}` does not exist on {node}.',
    'zh-CN': '{node} 上不存在 repmgr 配置文件 `{path}`。',
  },
  unreadable: {
    en: 'The repmgr configuration file `{path}` on {node} exists, but cannot be read by the user who runs repmgr.',
    'zh-CN': '{node} 上的 repmgr 配置文件 `{path}` 存在，但运行 repmgr 的用户无法读取。',
  },
  registered: {
    en: 'The repmgr configuration file that {node} is registered with (`{path}`) does not exist there: a switchover is refused.',
    'zh-CN': '{node} 登记的 repmgr 配置文件（`{path}`）在该节点上不存在：switchover 被拒绝。',
  },
  required: {
    en: 'The repmgr configuration of {node} lacks {names}: repmgr and repmgrd refuse to run with it.',
    'zh-CN': '{node} 的 repmgr 配置缺少 {names}：repmgr 与 repmgrd 拒绝运行。',
  },
  found: {
    en: 'repmgr found no usable configuration on {node} once; a later call went through.',
    'zh-CN': '{node} 上的 repmgr 曾找不到可用的配置；之后的调用已成功。',
  },
  refuses: { en: 'repmgr refuses', 'zh-CN': 'repmgr 拒绝运行' },
  lacks: { en: '`{name}` is not there', 'zh-CN': '缺少 `{name}`' },
  shown: { en: 'a line of the file as it is', 'zh-CN': '文件现有内容' },
  later: { en: 'a later call went through', 'zh-CN': '之后的调用已成功' },
  works: { en: 'repmgr reads its configuration on {node}', 'zh-CN': '{node} 上的 repmgr 能读取配置' },
  why: { en: 'what the configuration file holds, and whether it is there', 'zh-CN': '配置文件是否存在及其内容' },
}));

type Fault = 'unnamed' | 'absent' | 'unreadable' | 'registered' | 'required';

const MISSING = ['config.file-missing', 'switchover.config-file-missing', 'config.required-missing', 'config.command-missing'] as const;

export const configurationFileMissing = defineCause({
  id: 'configuration-file-missing',
  group: 'cluster',
  scope: 'told',
  severity: 'warning',
  title: text({ en: 'The repmgr configuration is missing or incomplete', 'zh-CN': 'repmgr 配置文件缺失或不完整' }),
  get about() {
    return text({
      en: `repmgr and repmgrd need a configuration file with at least \`node_id\`, \`node_name\`, \`conninfo\` and \`data_directory\`; with \`failover=automatic\` repmgrd also needs \`promote_command\` and \`follow_command\`. The file is not there, cannot be read, was not named, or lacks one of them.

**How it shows itself.** \`no node information was found - please supply a configuration file\` (mostly from cron or a script that calls repmgr without \`-f\`), \`provided configuration file "…" not found\`, \`unable to open … configuration file\`, \`"…": required parameter was not found\`, \`"promote_command" must be defined\`; in a switchover \`expected configuration file not found on the demotion candidate\`: the file that this node was registered with has moved.

**Lookalikes.** Warnings of unknown or deprecated names: only ignored. A value that is there and refused, a syntax error: \`settings-file-error\`. \`no record found for node\`: the file is fine, the record is missing (\`metadata-stale\`). A call that forgot \`-f\` and was repeated with it: a slip.

**What to do.** Name the file with \`-f\` in every call, or link it to where repmgr looks by itself; add the parameters that are missing; where the file has moved, register the node again with \`--force\`.

**What not to do.** Do not copy the file of another node as it is: \`node_id\`, \`node_name\` and \`conninfo\` are the node's own.

**Versions.** \`data_directory\` is required since repmgr 4; a file of repmgr 3 (\`cluster\`, \`node\`) lacks \`node_id\`. The switchover checks the file since 5.1. KingbaseES's repmgr finds \`../etc/repmgr.conf\` beside its programs. **Sources.** repmgr documentation, "Configuration file location", "Required configuration file settings".`,
      'zh-CN': `repmgr 与 repmgrd 需要配置文件，其中至少有 \`node_id\`、\`node_name\`、\`conninfo\` 和 \`data_directory\`；\`failover=automatic\` 时 repmgrd 还需要 \`promote_command\` 与 \`follow_command\`。该文件不存在、无法读取、未指定，或缺少其中某一项。

**表现。** \`no node information was found - please supply a configuration file\`（多来自 cron 或脚本中未带 \`-f\` 的调用）、\`provided configuration file "…" not found\`、\`unable to open … configuration file\`、\`"…": required parameter was not found\`、\`"promote_command" must be defined\`；switchover 时报 \`expected configuration file not found on the demotion candidate\`：该节点登记的文件已被移动。

**易混淆的情形。** 未知或已弃用参数的警告：只会被忽略。参数存在但取值被拒绝、语法错误：\`settings-file-error\`。\`no record found for node\`：文件没有问题，缺的是元数据记录（\`metadata-stale\`）。忘记 \`-f\` 后带上重试成功：只是笔误。

**处理。** 每次调用都用 \`-f\` 指定文件，或链接到 repmgr 的默认位置；补全缺少的参数；文件已移动时用 \`--force\` 重新登记该节点。

**不要做。** 不要原样复制其他节点的文件：\`node_id\`、\`node_name\`、\`conninfo\` 各节点不同。

**版本。** repmgr 4 起必须有 \`data_directory\`；repmgr 3 的文件（\`cluster\`、\`node\`）缺少 \`node_id\`。switchover 自 5.1 起检查该文件。KingbaseES 的 repmgr 会自动使用程序目录旁的 \`../etc/repmgr.conf\`。**来源。** repmgr 文档“Configuration file location”“Required configuration file settings”。`,
    });
  },
  explains: ['configuration-refused', 'repmgrd-problem', 'switchover-refused', 'no-failover'],
  leadsTo: [{ cause: 'repmgrd-not-running', where: 'same' }],

  examine(cluster) {
    const strangers = [...strangersIn(cluster, 'switchover.config-file-missing')].map(
      ([name, facts]): Told => ({
        node: null,
        name,
        verdict: present('certain', {
          summary: summaryOf('registered', name, pathOf(facts.at(-1)), []),
          evidence: facts.slice(-1).map((fact) => evidence(fact, said.refuses())),
        }),
      }),
    );
    const told = perServer(cluster, (server) => judge(cluster, server)).filter(({ verdict }) => verdict.is !== 'not-applicable');
    return [...told, ...strangers];
  },

  remedies(cluster, node, finding) {
    const server = node === null && finding.node !== null ? null : serverOf(cluster, node);
    const last = server === null ? undefined : refusals(cluster, server).at(-1);
    if (server === null || last === undefined) {
      const told = strangersIn(cluster, 'switchover.config-file-missing').get(finding.node ?? '');
      return [registerRepmgrConf(cluster, node, pathOf(told?.at(-1)))];
    }
    switch (faultOf(last)) {
      case 'required':
        return [repairRepmgrConf(cluster, server, corrections(server), null)];
      case 'unreadable':
        return [openRepmgrConf(cluster, node, pathOf(last))];
      case 'unnamed':
        return [findRepmgrConf(cluster, node)];
      case 'registered':
        return [registerRepmgrConf(cluster, node, pathOf(last))];
      default: {
        const path = pathOf(last);
        // calls that name another file worked, or repmgrd does: that one is meant
        const other = path === null || (server.repmgrConf !== null && server.repmgrConf !== path);
        return [other ? findRepmgrConf(cluster, node) : restoreRepmgrConf(cluster, node, path), writeRepmgrConf(cluster, server, path)];
      }
    }
  },
});

/** What repmgr refused for; a WARNING goes on all the same. */
function refusals(cluster: Cluster, server: Node): readonly FactOf<'message'>[] {
  // a file that only one of repmgr's own commands names is that command's fault
  const elsewhere = serviceFaultsOf(cluster).filter(({ kind, party }) => kind === 'wrong-file' && party.node === server);
  return messagesOf(cluster, server, ...MISSING).filter(
    (fact) => !['debug', 'info', 'notice', 'warning'].includes(fact.level) && !elsewhere.some(({ found }) => found === fact.values['path']),
  );
}

const pathOf = (fact: FactOf<'message'> | undefined): string | null =>
  fact?.values['path'] ?? /registered configuration file is "([^"]+)"/.exec(fact?.detail ?? '')?.[1] ?? null;

function faultOf(fact: FactOf<'message'>): Fault {
  if (fact.event === 'switchover.config-file-missing') return 'registered';
  if (fact.event !== 'config.file-missing') return 'required';
  if (pathOf(fact) === null) return 'unnamed';
  return /unable to open/i.test(fact.text) ? 'unreadable' : 'absent';
}

/** The parameters that the last refusal names, each once. */
function lacking(server: Node): string[] {
  const all = server.messages('config.required-missing', 'config.command-missing').flatMap((fact) => fact.values['name'] ?? []);
  return [...new Set(all)];
}

function judge(cluster: Cluster, server: Node): Verdict {
  const all = refusals(cluster, server);
  const last = all.at(-1);
  const node = server.label;
  if (last === undefined) {
    const fine = workedOn(cluster, server).at(-1);
    return fine === undefined ? notApplicable : absent(said.works({ node }), evidence(fine, said.works({ node })));
  }
  const fault = faultOf(last);
  const same = all.filter((fact) => faultOf(fact) === fault).slice(-6);
  const shown = same.map((fact) => evidence(fact, showsOf(fact)));
  const later = fault === 'registered' ? null : workedAfter(cluster, server, last);
  if (later !== null)
    return present('certain', {
      status: 'resolved',
      summary: said.found({ node }),
      evidence: [...shown, evidence(later, said.later())],
    });
  const file = fault === 'required' ? server.facts.of('setting').filter((fact) => fact.program === 'repmgr' && fact.via === 'file') : [];
  return present('certain', {
    summary: summaryOf(fault, node, pathOf(last), lacking(server)),
    evidence: [...shown, ...file.slice(0, 2).map((fact) => evidence(fact, said.shown()))],
    missing: file.length > 0 ? [] : [collect.repmgrConf(cluster, server, said.why())],
  });
}

function showsOf(fact: FactOf<'message'>): Message {
  const name = fact.values['name'];
  return name === undefined ? said.refuses() : said.lacks({ name });
}

function summaryOf(fault: Fault, node: string, path: string | null, names: readonly string[]): Message {
  if (fault === 'required') return said.required({ node, names: names.map((name) => `\`${name}\``) });
  return fault === 'unnamed' ? said.unnamed({ node }) : said[fault]({ node, path: path ?? 'repmgr.conf' });
}

/** Values of what is missing, where the bundle has them elsewhere: the record, the server, repmgr 3's names. */
function corrections(server: Node): Correction[] {
  const old = server.repmgrSetting('node');
  const directory = server.setting('data_directory');
  const conf = server.repmgrConf;
  const bin = server.binDir;
  const call = conf === null || bin === null ? null : `${bin}/repmgr standby`;
  const known: Readonly<Record<string, string | null>> = {
    node_id: server.id?.toString() ?? (old.known && /^\d+$/.test(old.value) ? old.value : null),
    node_name: server.name,
    conninfo: server.identity.conninfo,
    data_directory: directory.known && directory.value !== '' ? directory.value : null,
    promote_command: call === null ? null : `${call} promote -f ${conf} --log-to-file`,
    follow_command: call === null ? null : `${call} follow -f ${conf} --log-to-file --upstream-node-id=%n`,
  };
  const password = (value: string | null): string | null => (value !== null && /password/i.test(value) ? null : value);
  return lacking(server).map((name) => ({ name, value: password(known[name] ?? null) }));
}

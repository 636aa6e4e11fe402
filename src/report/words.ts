/** Fixed headings and words of reports, both languages side by side. */
import type { Report } from '../core/report.ts';
import type { Lang } from '../core/text.ts';

const words = {
  title: { en: 'Diagnosis', 'zh-CN': '诊断报告' },
  healthy: { en: 'Nothing to do (no fault found)', 'zh-CN': '无需处理（未发现故障）' },
  healthyText: {
    en: 'No fault was found in what was collected; the report lists what was checked, and what could not be. What was not collected is not known to be well.',
    'zh-CN': '在收集到的材料中未发现故障；报告列有已检查的内容和无法判断的内容。未收集到的内容不等于正常。',
  },
  /** No finding, and yet something was seen. */
  unexplainedOnly: {
    en: 'No fault found (not all that was seen is explained)',
    'zh-CN': '未发现故障（部分现象未得到解释）',
  },
  unexplainedOnlyText: {
    en: 'No cause could be told from what was collected, and not all that was seen in it is explained: see "What was reported or seen". The report lists what was checked, and what could not be. What was not collected is not known to be well.',
    'zh-CN':
      '根据收集到的材料无法判断原因，且部分现象未得到解释：见“现象”一节。报告列有已检查的内容和无法判断的内容。未收集到的内容不等于正常。',
  },
  /** Another program manages the cluster: only the servers were looked at. */
  healthyServers: {
    en: 'No fault found in the servers (the cluster manager was not judged)',
    'zh-CN': '数据库服务器未发现故障（未判断集群管理程序）',
  },
  healthyServersText: {
    en: 'No fault was found in the servers in what was collected. `kingbasecluster` and what it records (`show pool_nodes`, HAmodule.conf, failover.log, recovery.log, cluster.log) were not judged: look there yourself. What was not collected is not known to be well.',
    'zh-CN':
      '在收集到的材料中，数据库服务器未发现故障。`kingbasecluster` 及其自身信息（`show pool_nodes`、HAmodule.conf、failover.log、recovery.log、cluster.log）未作判断，须另行查看。未收集到的内容不等于正常。',
  },
  noticesOnly: { en: 'Nothing urgent', 'zh-CN': '无紧急问题' },
  glance: { en: 'At a glance', 'zh-CN': '概要' },
  broken: { en: 'What is broken', 'zh-CN': '问题' },
  firstCommand: { en: 'First command', 'zh-CN': '首先执行' },
  findings: { en: 'Findings', 'zh-CN': '结论' },
  finding: { en: 'Finding', 'zh-CN': '结论' },
  resolvedFindings: { en: 'Resolved within the bundle', 'zh-CN': '材料中已解决的问题' },
  possible: { en: 'Worth a look (not asserted)', 'zh-CN': '值得留意（未下结论）' },
  symptoms: { en: 'What was reported or seen', 'zh-CN': '现象' },
  explainedBy: { en: 'explained by', 'zh-CN': '原因' },
  unexplained: { en: 'not explained by anything in the bundle', 'zh-CN': '材料中没有可解释它的内容' },
  evidence: { en: 'Evidence', 'zh-CN': '证据' },
  ruledOut: { en: 'Ruled out', 'zh-CN': '已排除' },
  causedBy: { en: 'Follows from', 'zh-CN': '起因' },
  confidence: { en: 'Confidence', 'zh-CN': '可信度' },
  wouldTell: { en: 'What would make it surer', 'zh-CN': '补充以下信息可进一步确认' },
  remedies: { en: 'What to do', 'zh-CN': '处理方案' },
  recommended: { en: 'recommended', 'zh-CN': '推荐' },
  alternative: { en: 'alternative', 'zh-CN': '备选' },
  lastResort: { en: 'last resort, not recommended', 'zh-CN': '最后手段，不推荐' },
  before: { en: 'Before you start', 'zh-CN': '执行前须知' },
  exports: { en: 'Set these first, in the same shell', 'zh-CN': '请先在同一 shell 中设置' },
  check: { en: 'check', 'zh-CN': '检查' },
  change: { en: 'change', 'zh-CN': '变更' },
  verify: { en: 'verify', 'zh-CN': '验证' },
  onNode: { en: 'on', 'zh-CN': '节点' },
  /** Before words that say which machine it is. */
  onPlace: { en: 'on ', 'zh-CN': '' },
  as: { en: 'as', 'zh-CN': '用户' },
  asServer: { en: 'as the OS user that runs the server', 'zh-CN': '用户：运行服务器的操作系统用户' },
  contents: { en: 'Contents', 'zh-CN': '目录' },
  risk: { en: 'risk', 'zh-CN': '风险' },
  expect: { en: 'Expect', 'zh-CN': '预期' },
  undo: { en: 'Undo', 'zh-CN': '回退' },
  anyNode: { en: 'any node', 'zh-CN': '任意节点' },
  cluster: { en: 'the cluster', 'zh-CN': '集群' },
  sameRemedy: { en: 'See the remedy', 'zh-CN': '参见处理方案' },
  checked: { en: 'What was checked', 'zh-CN': '已检查的内容' },
  notThere: { en: 'ruled out', 'zh-CN': '已排除' },
  notTold: { en: 'cannot be told', 'zh-CN': '无法判断' },
  lacking: { en: 'Missing', 'zh-CN': '缺少' },
  forWantOf: { en: 'for want of', 'zh-CN': '缺少' },
  collectNext: { en: 'What to collect next', 'zh-CN': '建议继续收集' },
  timeline: { en: 'Timeline', 'zh-CN': '时间线' },
  time: { en: 'Time', 'zh-CN': '时间' },
  node: { en: 'Node', 'zh-CN': '节点' },
  what: { en: 'What', 'zh-CN': '内容' },
  where: { en: 'Where', 'zh-CN': '出处' },
  remarks: { en: 'Noticed, and no fault', 'zh-CN': '已注意到但不属于故障' },
  nodes: { en: 'The cluster as the bundle shows it', 'zh-CN': '材料所示的集群' },
  role: { en: 'Role', 'zh-CN': '角色' },
  address: { en: 'Address', 'zh-CN': '地址' },
  dataDir: { en: 'Data directory', 'zh-CN': '数据目录' },
  identified: { en: 'How the nodes were told', 'zh-CN': '节点如何识别' },
  read: { en: 'What was read', 'zh-CN': '读取范围' },
  source: { en: 'Source', 'zh-CN': '来源' },
  lines: { en: 'Lines', 'zh-CN': '行数' },
  encoding: { en: 'Encoding', 'zh-CN': '编码' },
  problems: { en: 'Problems', 'zh-CN': '问题' },
  none: { en: 'none', 'zh-CN': '无' },
  versionUnknown: { en: '(version unknown)', 'zh-CN': '（版本未知）' },
  unknown: { en: 'unknown', 'zh-CN': '未知' },
  notUnderstood: { en: 'Not understood', 'zh-CN': '未能理解的行' },
  notRead: { en: 'Not read', 'zh-CN': '未读取' },
  understood: { en: 'Understood', 'zh-CN': '已理解' },
  command: { en: 'Command', 'zh-CN': '命令' },
  expected: { en: 'expected', 'zh-CN': '此处应为' },
  postmortem: { en: 'Post-mortem', 'zh-CN': '事后分析' },
  summary: { en: 'Summary', 'zh-CN': '摘要' },
  impact: { en: 'Impact', 'zh-CN': '影响' },
  impactNote: {
    en: 'Times are those printed in the bundle, by the clock of the node named; where a line carries none, none is given.',
    'zh-CN': '时间均为材料中所印，取自所列节点的时钟；原文没有时间的，此处也不给出。',
  },
  firstSeen: { en: 'First seen', 'zh-CN': '最早出现' },
  lastSeen: { en: 'Last seen', 'zh-CN': '最后出现' },
  noTime: { en: 'time not in the bundle', 'zh-CN': '材料中无时间' },
  rootCause: { en: 'Root cause', 'zh-CN': '根本原因' },
  factors: { en: 'Contributing factors', 'zh-CN': '促成因素' },
  done: { en: 'What was done, and what it changed', 'zh-CN': '已执行的操作及其影响' },
  noEffect: { en: 'the bundle shows no change that followed', 'zh-CN': '材料中未显示随后的变化' },
  restsOn: { en: 'Made it worse or is the fault itself', 'zh-CN': '加重了问题或本身即为问题' },
  stillOpen: { en: 'Still open', 'zh-CN': '尚未解决' },
  nothingOpen: { en: 'Nothing that the bundle shows.', 'zh-CN': '就材料所示，没有。' },
  wasResolved: { en: 'Resolved', 'zh-CN': '已解决' },
  followUps: { en: 'Follow-ups', 'zh-CN': '后续事项' },
  action: { en: 'Action', 'zh-CN': '事项' },
  owner: { en: 'Owner', 'zh-CN': '负责人' },
  due: { en: 'Due', 'zh-CN': '期限' },
  appendix: { en: 'Appendix: evidence', 'zh-CN': '附录：证据' },
  zone: { en: 'Zone', 'zh-CN': '时区' },
  comparison: { en: 'Comparison', 'zh-CN': '对比' },
  noChanges: { en: 'nothing to compare', 'zh-CN': '没有可对比的结论' },
  before1: { en: 'Before', 'zh-CN': '之前' },
  after1: { en: 'After', 'zh-CN': '之后' },
  otherCluster: {
    en: 'The two share no node: they may be of different clusters.',
    'zh-CN': '两份材料没有共同的节点，可能不是同一个集群。',
  },
  settings: { en: 'Settings that changed', 'zh-CN': '变化的参数' },
  setting: { en: 'Setting', 'zh-CN': '参数' },
  rolesAndUpstreams: { en: 'Roles and upstreams that changed', 'zh-CN': '变化的角色与上游' },
  topology: {
    role: { en: 'role', 'zh-CN': '角色' },
    upstream: { en: 'upstream', 'zh-CN': '上游' },
    state: { en: 'state', 'zh-CN': '状态' },
    version: { en: 'version', 'zh-CN': '版本' },
  },
  changes: {
    new: { en: 'New', 'zh-CN': '新出现' },
    worse: { en: 'Worse', 'zh-CN': '加重' },
    'no-longer-visible': { en: 'No longer visible', 'zh-CN': '不再可见' },
    unchanged: { en: 'Unchanged', 'zh-CN': '无变化' },
    better: { en: 'Better', 'zh-CN': '减轻' },
    resolved: { en: 'Resolved', 'zh-CN': '已解决' },
  },
  colon: { en: ': ', 'zh-CN': '：' },
  comma: { en: ', ', 'zh-CN': '，' },
  listed: { en: ', ', 'zh-CN': '、' },
  open: { en: ' (', 'zh-CN': '（' },
  close: { en: ')', 'zh-CN': '）' },
  pictures: { en: 'In pictures', 'zh-CN': '图示' },
  topologyPicture: { en: 'The cluster as it was last seen', 'zh-CN': '最后一次所见的集群' },
  backlogPicture: { en: 'Segments waiting to be archived', 'zh-CN': '等待归档的日志段' },
  segmentsPicture: { en: 'WAL segments by number', 'zh-CN': '日志段（按编号）' },
  volumesPicture: { en: 'Volumes', 'zh-CN': '文件系统' },
  timelinePicture: { en: 'What happened, node by node', 'zh-CN': '各节点的经过' },
  threshold: { en: 'threshold', 'zh-CN': '阈值' },
  inBundleOrder: { en: 'in the order of the bundle; the counts carry no time', 'zh-CN': '按材料中的先后排列，计数本身没有时间' },
  timesAsPrinted: { en: 'times as printed', 'zh-CN': '时间为原文所印' },
  atLeast: { en: 'at least', 'zh-CN': '至少' },
  detached: { en: 'not attached', 'zh-CN': '未连接' },
  noLater: { en: 'no later state is in the bundle', 'zh-CN': '材料中没有更晚的状态' },
  full: { en: 'full', 'zh-CN': '已用' },
  inodes: { en: 'inodes', 'zh-CN': 'inode' },
  holds: {
    data: { en: 'data', 'zh-CN': '数据' },
    wal: { en: 'WAL', 'zh-CN': 'WAL' },
    archive: { en: 'archive', 'zh-CN': '归档' },
  },
  strip: {
    present: { en: 'present', 'zh-CN': '存在' },
    waiting: { en: 'waiting', 'zh-CN': '待归档' },
    done: { en: 'done', 'zh-CN': '已归档标记' },
    archived: { en: 'in the archive', 'zh-CN': '归档目录' },
    missing: { en: 'waiting, but gone', 'zh-CN': '待归档但已丢失' },
    removed: { en: 'removed', 'zh-CN': '已删除' },
  },
  kinds: {
    observed: { en: 'seen', 'zh-CN': '观察' },
    done: { en: 'done', 'zh-CN': '操作' },
    logged: { en: 'logged', 'zh-CN': '日志' },
  },
  around: { en: 'in its place', 'zh-CN': '查看上下文' },
  copy: { en: 'Copy', 'zh-CN': '复制' },
  copied: { en: 'Copied', 'zh-CN': '已复制' },
  severityCounts: { en: 'open', 'zh-CN': '未解决' },
  defects: { en: 'Defects of this program', 'zh-CN': '本程序自身的缺陷' },
  severity: {
    critical: { en: 'critical', 'zh-CN': '严重' },
    warning: { en: 'warning', 'zh-CN': '警告' },
    notice: { en: 'notice', 'zh-CN': '提示' },
  },
  status: { active: { en: 'open', 'zh-CN': '未解决' }, resolved: { en: 'resolved', 'zh-CN': '已解决' } },
  sure: {
    certain: { en: 'certain', 'zh-CN': '确定' },
    likely: { en: 'likely', 'zh-CN': '很可能' },
    possible: { en: 'possible', 'zh-CN': '可能' },
  },
  roles: {
    primary: { en: 'primary', 'zh-CN': '主机' },
    standby: { en: 'standby', 'zh-CN': '备机' },
    witness: { en: 'witness', 'zh-CN': 'witness' },
  },
  risks: {
    'read-only': { en: 'none (reads only)', 'zh-CN': '无（只读）' },
    reload: { en: 'low (no interruption)', 'zh-CN': '低（业务不中断）' },
    restart: { en: 'restart of a server', 'zh-CN': '需重启服务器' },
    failover: { en: 'roles change, short outage', 'zh-CN': '角色变更，短暂中断' },
    destructive: { en: '**destructive**', 'zh-CN': '**破坏性操作**' },
  },
} as const;

export const PRODUCTS = { kingbasees: 'KingbaseES', postgresql: 'PostgreSQL' } as const;

type Tree<T> = T extends { readonly en: string } ? string : { readonly [K in keyof T]: Tree<T[K]> };
export type Words = Tree<typeof words>;

/** The words of one language. */
export function wordsOf(lang: Lang): Words {
  const pick = (tree: object): unknown =>
    'en' in tree
      ? (tree as Record<string, string>)[lang]
      : Object.fromEntries(Object.entries(tree).map(([name, branch]) => [name, pick(branch as object)]));
  // pick() keeps the shape of `words` and replaces each pair by its string, which is what Tree says.
  return pick(words) as Words;
}

/** What was seen and no cause accounts for. */
export const unexplainedOf = (report: Pick<Report, 'symptoms'>): Report['symptoms'] =>
  report.symptoms.filter((symptom) => symptom.explainedBy.length === 0);

/** The words of a report: its all-clear says where only the servers could be judged, and where something is left to explain. */
export function wordsFor(report: Pick<Report, 'lang' | 'cluster' | 'symptoms'>): Words {
  const all = wordsOf(report.lang);
  if (unexplainedOf(report).length > 0) return { ...all, healthy: all.unexplainedOnly, healthyText: all.unexplainedOnlyText };
  return report.cluster.manager === undefined ? all : { ...all, healthy: all.healthyServers, healthyText: all.healthyServersText };
}

/** Sentences with numbers, where word order differs between the languages. */
export const sentences = {
  coverage: (lang: Lang, c: { lines: number; understood: number; prose: number; blank: number; notUnderstood: number }): string =>
    lang === 'en'
      ? `${c.lines} lines: ${c.understood} understood, ${c.prose} prose, ${c.blank} blank, ${c.notUnderstood} not understood.`
      : `共 ${c.lines} 行：已理解 ${c.understood} 行，叙述文字 ${c.prose} 行，空行 ${c.blank} 行，未能理解 ${c.notUnderstood} 行。`,
  proseOnly: (lang: Lang, c: { prose: number; blank: number; notUnderstood: number }): string =>
    lang === 'en'
      ? `no output recognised: ${c.prose} prose, ${c.blank} blank, ${c.notUnderstood} not understood`
      : `未识别出任何输出：叙述文字 ${c.prose} 行，空行 ${c.blank} 行，未能理解 ${c.notUnderstood} 行`,
  linesOf: (lang: Lang, count: number): string => (lang === 'en' ? `${count} ${count === 1 ? 'line' : 'lines'}` : `${count} 行`),
  sameAs: (lang: Lang, title: string): string => (lang === 'en' ? `the same as for “${title}”` : `与“${title}”相同`),
  more: (lang: Lang, count: number): string => (lang === 'en' ? `… and ${count} more` : `……另有 ${count} 条`),
  tool: (lang: Lang, version: string): string =>
    lang === 'en'
      ? `Written by repmgr-doctor ${version} from the files named below, offline. Nothing was run on any server.`
      : `由 repmgr-doctor ${version} 根据下列材料离线生成，未在任何服务器上执行命令。`,
};

/** Correct parameters of repmgr.conf that repmgr refuses: with the value that the bundle shows, where only its form is wrong. */
import { hole, lines, raw, repmgr, repmgrConfOf, sh } from '../commands/command.ts';
import type { Remedy, Step } from '../core/finding.ts';
import { texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { reloadRepmgrd, seeParameter, setParameter } from './repmgr-conf.ts';
import { change, check, remedy, verify } from './steps.ts';

const said = texts(() => ({
  title: { en: 'Correct the repmgr configuration of {node}', 'zh-CN': '修正 {node} 的 repmgr 配置' },
  caution: {
    en: 'A repmgrd that is running keeps its old configuration until the file is sound; it would not start again with this one.',
    'zh-CN': '文件修正之前，正在运行的 repmgrd 沿用旧配置；此时若重启 repmgrd，将无法启动。',
  },
  look: { en: 'The line that repmgr refuses on {node}', 'zh-CN': '查看 {node} 上被 repmgr 拒绝的行' },
  lookExpect: {
    en: 'A value with blanks, commas or `=` that does not stand in single quotes, or a word that the parameter does not take.',
    'zh-CN': '含空格、逗号或 `=` 的值未用单引号括起，或参数不接受的词。',
  },
  replace: { en: 'Replace that line on {node}', 'zh-CN': '在 {node} 上替换该行' },
  replaceExpect: { en: 'The corrected line.', 'zh-CN': '显示修正后的行。' },
  replaceUndo: { en: 'Copy `~/repmgr.conf.before` over the file.', 'zh-CN': '用 `~/repmgr.conf.before` 覆盖该文件。' },
  reads: { en: 'repmgr reads its configuration on {node}', 'zh-CN': '确认 {node} 上的 repmgr 能读取配置' },
  readsExpect: {
    en: 'No `errors were found in the configuration file`. What the listing itself says is another matter.',
    'zh-CN': '不再出现 `errors were found in the configuration file`。列表内容本身另当别论。',
  },
  findValue: {
    en: 'a value that `{name}` takes, see the sample file of repmgr',
    'zh-CN': '`{name}` 可接受的值，参见 repmgr 自带的示例文件',
  },
  findLine: { en: 'the number of the line that the error names', 'zh-CN': '报错所指的行号' },
  findNew: {
    en: "the line as it should stand: `name='value'`, in single quotes",
    'zh-CN': "该行的正确内容：`name='value'`，用单引号括起",
  },
}));

export interface Correction {
  readonly name: string;
  /** Null where only a person knows. */
  readonly value: string | null;
}

/** `corrections` for parameters that are known by name, `line` for an error that names a line only. */
export function repairRepmgrConf(cluster: Cluster, node: Node, corrections: readonly Correction[], line: number | null): Remedy {
  const on = { cluster, node };
  const label = node.label;
  const steps: Step[] = corrections.flatMap(({ name, value }, index) => [
    seeParameter(cluster, node, name),
    setParameter(
      cluster,
      node,
      name,
      value ?? hole(`VALUE_${index + 1}`, `the right value of ${name.replace(/[^\w]/g, '')}`, said.findValue({ name })),
    ),
  ]);
  if (corrections.length === 0) {
    const conf = repmgrConfOf(cluster, node);
    const number = line ?? hole('CONF_LINE', 'the number of the line that is wrong', said.findLine());
    const corrected = hole('NEW_LINE', 'the corrected line', said.findNew());
    steps.push(
      check(on, { title: said.look({ node: label }), command: sh`sed -n ${number}l ${conf}`, expect: said.lookExpect() }),
      change(on, 'reload', {
        title: said.replace({ node: label }),
        command: lines(
          sh`umask 077`,
          sh`cp -p ${conf} ~/repmgr.conf.before`,
          sh`NEW_LINE=${corrected} awk -v at=${number} 'NR == at { print ENVIRON["NEW_LINE"]; next } { print }' ${raw('~/repmgr.conf.before')} > ${conf}`,
          sh`sed -n ${number}p ${conf}`,
        ),
        expect: said.replaceExpect(),
        undo: said.replaceUndo(),
      }),
    );
  }
  return remedy({
    id: 'repair-repmgr-conf',
    title: said.title({ node: label }),
    caution: said.caution(),
    steps: [...steps, reloadRepmgrd(cluster, node)],
    closing: verify(on, {
      title: said.reads({ node: label }),
      command: repmgr(cluster, node, 'cluster', 'show'),
      expect: said.readsExpect(),
    }),
  });
}
